import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { parseReplaceRules } from '../../../../src/rules/replace/parse.ts';
import type { ReplaceOptions } from '../../../../src/rules/replace/parse.ts';
import { NO_REQUEST, byBlanks, faults, rewrite, words } from '../support.ts';

const parse = (text: string, options: Partial<ReplaceOptions> = {}) =>
  parseReplaceRules({ file: 'shop.replace.txt', text }, { tokenise: byBlanks, ...options });

describe('exact replacements', () => {
  test.each([
    ['one for one', 'handys => handy', 'neue handys', 'neue handy'],
    ['case of the query does not matter', 'Handys => handy', 'HANDYS', 'handy'],
    ['the output keeps its case', 'x => New York', 'x', 'New York'],
    ['several inputs', 'hndy\that dy\tha ndy => handy', 'hat dy hndy', 'handy handy'],
    ['several words on both sides', 'billigste handys => billig handy', 'billigste handys', 'billig handy'],
    ['an empty output deletes', 'der =>', 'der hut', 'hut'],
    ['all words may go', 'der =>\nhut =>', 'der hut', ''],
    ['an input several times', 'a => b c', 'a x a', 'b c x b c'],
    ['not within a word', 'a => b', 'ab ba', 'ab ba'],
    ['output is not replaced again', 'a => b\nb => c', 'a b', 'b c'],
    ['the longest wins', 'a b => short\na b c => long', 'a b c', 'long'],
    ['the first of equally long ones that overlap', 'a b => x\nb c => y', 'a b c', 'x c'],
    ['the longer one though it begins later', 'a b => x\nb c d => y', 'a b c d', 'a y'],
    ['a star within a word', '2*3 => six', '2*3', 'six'],
    ['$1 is text without a wildcard', 'cash => $1', 'cash', '$1'],
    ['signs', '+ => plus\n/ =>', 's8 + / x', 's8 plus x'],
    ['comments and empty lines', '# a => b\n\n  # c => d\na => x # y', 'a', 'x # y'],
  ])('%s', (_, rules, query, expected) => {
    expect(words(rewrite(parse(rules), query))).toBe(expected);
  });

  test('case matters where it is asked for', () => {
    const file = parse('AB => x\nab => y', { ignoreCase: false });
    expect(words(rewrite(file, 'AB ab Ab'))).toBe('x y Ab');
  });

  test('Chinese that the query cuts in another way', () => {
    const file = parse('手机 套 => 手机 壳');
    expect(words(rewrite(file, unexpanded('苹果手机套 手', ['苹果', '手机套', '手'])))).toBe(
      '苹果 手机 壳 手',
    );
    expect(words(rewrite(file, unexpanded('手机套装', ['手机', '套装'])))).toBe('手机 套装');
  });

  test('another delimiter', () => {
    expect(words(rewrite(parse('a; b c ; d => x', { delimiter: ';' }), 'a b c d'))).toBe('x x x');
  });
});

describe('affixes', () => {
  test.each([
    ['a prefix', 'teuer* => teuer', 'teuerste', 'teuer'],
    ['nothing after the prefix', 'teuer* => kost', 'teuer', 'kost'],
    ['a suffix', '*phones => $1phone', 'iphones', 'iphone'],
    ['the rest as a word of its own', 'computer* => computer $1', 'computertisch', 'computer tisch'],
    ['no empty word is left', 'computer* => computer $1', 'computer', 'computer'],
    ['the longest prefix', 'ab* => x$1\nabc* => y$1', 'abcd abd', 'yd xd'],
    ['the longest suffix', '*bc => $1x\n*abc => $1y', 'zabc zbc', 'zy zx'],
    ['an empty output deletes', '*- =>', 'x- y', 'y'],
    ['the rest is folded', 'AB* => c$1', 'abCD', 'ccd'],
    ['$ in the rest is not special', 'a* => b$1', 'a$&x', 'b$&x'],
    ['brackets by both', '*) => $1\n(* => $1', '(2018)', '2018'],
    ['exact, then suffix, then prefix', 'ab => cdef\n*ef => $1gh\ncd* => $1', 'ab', 'gh'],
    ['an affix is not applied to its own output', '*a => $1a', 'xa', 'xa'],
  ])('%s', (_, rules, query, expected) => {
    expect(words(rewrite(parse(rules), query))).toBe(expected);
  });

  test('case matters where it is asked for', () => {
    const file = parse('ab* => x\nAB* => y', { ignoreCase: false });
    expect(words(rewrite(file, 'abc ABC Abc'))).toBe('x y Abc');
  });
});

describe('what the log says', () => {
  test('rule, place and words', () => {
    const { matched } = rewrite(parse('# shop\n\nhut\tHüte => kappe\n*e => $1'), 'roter HUT kappe');
    expect(matched).toEqual([
      {
        rule: 'hut\tHüte#0',
        message: 'HUT => kappe',
        file: 'shop.replace.txt',
        line: 3,
        match: 'HUT',
        type: 'exact',
        instructions: ['replace'],
      },
      expect.objectContaining({ rule: '*e#1', line: 4, match: 'kappe', type: 'affix' }),
      expect.objectContaining({ rule: '*e#1', line: 4, match: 'kappe', type: 'affix' }),
    ]);
  });

  test('boosts and filters stay, synonyms of replaced queries go', () => {
    const condition = { must: [{ text: 'x' }], should: [], mustNot: [], phrase: null, raw: null };
    const before = {
      ...unexpanded('a b', ['a', 'b']),
      filters: [{ condition, rule: 'r' }],
      boosts: [{ by: 'up' as const, factor: 2, condition, rule: 'r' }],
    };
    const slots = before.slots.map((slot) => ({
      ...slot,
      alternatives: [...slot.alternatives, { terms: [{ text: 's' }], weight: 1, rule: 'r' }],
    }));
    const after = rewrite(parse('a => c'), { ...before, slots });
    expect(after.filters).toBe(before.filters);
    expect(after.boosts).toBe(before.boosts);
    expect(after.slots.map(({ alternatives }) => alternatives.length)).toEqual([1, 1]);
  });

  test('deleted words are not seen', () => {
    const before = unexpanded('a x b', ['a', 'x', 'b']);
    const withoutX = { ...before, slots: [before.slots[0]!, before.slots[2]!], deleted: ['x'] };
    expect(words(rewrite(parse('a b => c'), withoutX))).toBe('c');
  });
});

describe('faults', () => {
  test.each([
    ['no arrow', 'something', 'has no "=>"'],
    ['two arrows', 'a => b => c', 'more than one "=>"'],
    ['no input', '=> a', 'nothing stands before "=>"'],
    ['no input but delimiters', '\t\t => a', 'nothing stands before "=>"'],
    ['wildcard alone', '* => a', 'neither "word*" nor "*word"'],
    ['two wildcards', '*a* => b', 'neither "word*" nor "*word"'],
    ['wildcard beside a word', 'x a* => b', 'several words'],
    ['wildcard within words', 'a* x => b', 'several words'],
    ['wildcard among several inputs', 'a*\tb => c', 'stands alone'],
    ['twice', 'A  b => x\na B => y', '"a b" is replaced in line 1 already'],
    ['twice in a line', 'a\ta => x', '"a" is replaced in line 1 already'],
    ['prefix twice', 'ab* => x\nAB* => y', '"ab*" is replaced in line 1'],
    ['suffix twice', '*ab => x\n*ab => y', '"*ab" is replaced in line 1'],
  ])('%s', (_, rules, message) => {
    const { errors } = parse(rules);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toContain(message);
    expect(errors[0]!.line).toBe(rules.split('\n').length);
  });

  test('all at once, with their lines', () => {
    expect(faults(parse('x\n\n# y\r\na => b\r* => c').errors).map((fault) => fault.slice(0, 2))).toEqual([
      '1:',
      '5:',
    ]);
  });

  test('an affix is no duplicate of a word, nor cases of each other when case matters', () => {
    expect(parse('ab => x\nab* => y\n*ab => z').errors).toEqual([]);
    expect(parse('ab* => x\nAB* => y', { ignoreCase: false }).errors).toEqual([]);
  });

  test('an input without words is only a doubt', () => {
    const file = parse('+ => plus', { tokenise: (text) => text.match(/\w+/g) ?? [] });
    expect(file.errors).toEqual([]);
    expect(faults(file.warnings)).toEqual(['1: "+" holds no word, so that no query can match it']);
  });
});

describe('whatever is written', () => {
  const line = fc.string({ unit: fc.constantFrom(...'ab*$1=> \t#\n\\'.split('')), maxLength: 60 });

  test('a file gives a program or faults, and a query is never harmed', () => {
    fc.assert(
      fc.property(line, fc.array(fc.constantFrom('a', 'b', 'ab', '*', '$1')), (text, query) => {
        const file = parse(text);
        const before = unexpanded(query.join(' '), query);
        const after = file.open().rewrite(before, NO_REQUEST);
        if (after.matched.length === 0) expect(after).toBe(before);
        expect(after.slots.map(({ term }) => term)).toEqual(after.terms.map((_, at) => at));
      }),
    );
  });
});
