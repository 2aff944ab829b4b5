import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainSlots, unexpanded } from '../../../../src/rules/expansion.ts';
import { completed } from '../../../../src/rules/source/steps.ts';
import { circlesAcross } from '../../../../src/rules/synonyms/cycles.ts';
import { MOST_SYNONYMS, parseSynonyms } from '../../../../src/rules/synonyms/parse.ts';
import type { SynonymOptions } from '../../../../src/rules/synonyms/parse.ts';
import { NO_REQUEST, byBlanks, faults, rewrite, slots } from '../support.ts';

const parse = (text: string, options: Partial<SynonymOptions> = {}) =>
  parseSynonyms({ file: 'shop.synonyms.txt', text }, { tokenise: byBlanks, ...options });

describe('words that mean the same', () => {
  test.each([
    ['each stands for all', 'tv, television, telly', 'television', ['television | tv | telly']],
    ['in its own slot', 'tv, television', 'big tv stand', ['big', 'tv | television', 'stand']],
    ['several words for one', 'ipod, i pod', 'ipod', ['ipod | i pod']],
    [
      'one word for several, in each of their slots',
      'ipod, i pod',
      'i pod x',
      ['i | ipod', 'pod | ipod', 'x'],
    ],
    ['several words for several', 'i pod, apple player', 'i pod', ['i | apple player', 'pod | apple player']],
    ['only whole phrases', 'i pod, ipod', 'i x pod', ['i', 'x', 'pod']],
    ['case does not matter', 'TV, Television', 'tv', ['tv | Television']],
    ['lines add up', 'a, b\na, c', 'a', ['a | b | c']],
    ['a word twice', 'a, b, a, b', 'a', ['a | b']],
    ['nothing between commas', 'a, , b,', 'a', ['a | b']],
    ['comments and empty lines', '# a, x\n\n  # a, y\na, b # c', 'a', ['a | b # c']],
    ['added words are not looked up', 'a, b\nb, c', 'a', ['a | b']],
    ['from the left the longest', 'a, x\na b, y\nb c, z', 'a b c', ['a | y', 'b | y', 'c']],
    ['then on after it', 'a b, y\nb c, z\nc, w', 'a b c b c', ['a | y', 'b | y', 'c | w', 'b | z', 'c | z']],
    ['Chinese', '手机, 电话', '手机', ['手机 | 电话']],
  ])('%s', (_, text, query, expected) => {
    expect(slots(rewrite(parse(text), query))).toEqual(expected);
  });

  test('case may matter', () => {
    expect(slots(rewrite(parse('US, USA', { ignoreCase: false }), 'us US'))).toEqual(['us', 'US | USA']);
  });

  test('all stand for the first where that is asked for', () => {
    const file = parse('tv, television, tele vision', { expand: false });
    expect(slots(rewrite(file, 'tv'))).toEqual(['tv']);
    expect(slots(rewrite(file, 'television'))).toEqual(['tv']);
    expect(slots(rewrite(file, 'tele vision'))).toEqual(['tv', 'tv']);
  });
});

describe('words in place of others', () => {
  test.each([
    ['one', 'a => b', 'a x', ['b', 'x']],
    ['any of several by all of several', 'a, b c => d, e f', 'a', ['d | e f']],
    ['in each slot of the input', 'a, b c => d, e f', 'b c', ['d | e f', 'd | e f']],
    ['not back', 'a => b', 'b', ['b']],
    ['the word stays where it is among them', 'a => b, a', 'a', ['a | b']],
    ['or where another line says so', 'a => b\na => c\na, d', 'a', ['a | b | c | d']],
    ['lines add up', 'foo => foo bar\nfoo => baz', 'foo', ['foo bar | baz']],
    ['once only', 'a => b\nb => c', 'a b', ['b', 'c']],
    ['not by itself', 'a => a', 'a', ['a']],
    ['a comma', 'a\\,b => c\\, d', 'a,b', ['c, d']],
    ['an arrow', 'a\\=>b => c', 'a=>b', ['c']],
    ['a backslash', 'a\\\\ => b', 'a\\', ['b']],
    ['nothing after the last comma', 'i-pod, i pod => ipod,', 'i-pod', ['ipod']],
  ])('%s', (_, text, query, expected) => {
    expect(slots(rewrite(parse(text), query))).toEqual(expected);
  });

  test('what others have added to a slot stays', () => {
    const before = { ...unexpanded('a', ['a']), ...plainSlots([{ text: 'a' }]) };
    const slot = before.slots[0]!;
    const alternatives = [...slot.alternatives, { terms: [{ text: 's' }], weight: 0.5, rule: 'r' }];
    const after = rewrite(parse('a => b'), { ...before, slots: [{ ...slot, alternatives }] });
    expect(slots(after)).toEqual(['s | b']);
    expect(after.terms).toBe(before.terms);
  });
});

describe('Chinese, cut in another way than the file', () => {
  const file = parse('手机 壳, 保护壳\n平板 => 平板 电脑', { tokenise: byBlanks });
  const cut = (query: string, ...words: string[]) => slots(rewrite(file, unexpanded(query, words)));

  test.each([
    ['one word in the query', ['苹果', '手机壳'], ['苹果', '手机壳 | 保护壳']],
    ['other words in the query', ['苹果', '手', '机壳'], ['苹果', '手 | 保护壳', '机壳 | 保护壳']],
    ['no word in the query begins with it', ['苹果手', '机壳'], ['苹果手', '机壳']],
    ['nor ends with it', ['手机', '壳套'], ['手机', '壳套']],
    ['the other way round', ['保护', '壳'], ['保护 | 手机 壳', '壳 | 手机 壳']],
    ['a mapping', ['平', '板'], ['平板 电脑', '平板 电脑']],
  ])('%s', (_, words, expected) => {
    expect(cut(words.join(''), ...words)).toEqual(expected);
  });

  test('not over blanks that were typed', () => {
    expect(cut('手 机壳', '手', '机壳')).toEqual(['手', '机壳']);
    expect(cut('手机 壳', '手机', '壳')).toEqual(['手机 | 保护壳', '壳 | 保护壳']);
  });

  test('nor in other writings', () => {
    expect(slots(rewrite(parse('i pod, player'), unexpanded('ipod', ['ip', 'od'])))).toEqual(['ip', 'od']);
  });
});

test('what matched is told', () => {
  const { matched, slots: expanded } = rewrite(parse('# shop\n\nx, y\nTV set, telly'), 'Tv Set');
  expect(matched).toEqual([
    {
      rule: 'tv set#1',
      message: 'tv set#1',
      file: 'shop.synonyms.txt',
      line: 4,
      match: 'Tv Set',
      type: 'exact',
      instructions: ['synonym'],
    },
  ]);
  expect(expanded[0]!.alternatives[1]).toEqual({ terms: [{ text: 'telly' }], weight: 1, rule: 'tv set#1' });
});

test('a query without synonyms stays as it is', () => {
  const query = unexpanded('x y', ['x', 'y']);
  expect(rewrite(parse('a, b'), query)).toBe(query);
});

describe('faults', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => `w${at + from}`).join(', ');

  test.each([
    ['two arrows', 'a => b => c', 'more than one "=>"'],
    ['no input', ' => b', 'no word before "=>"'],
    ['no output', 'a =>', 'no word after "=>"'],
    ['only commas', ', ,', 'no word before'],
    ['an exploding group', many(10_000), 'a line has 10000 synonyms: write several with at most 256'],
    ['an exploding mapping', `a => ${many(MOST_SYNONYMS + 1)}`, 'a line has 257 synonyms'],
    [
      'lines that explode together',
      `a, ${many(200)}\na => ${many(100, 300)}`,
      '"a" has 301 synonyms with this line',
    ],
    ['a group again and again', 'a, b\n'.repeat(128) + 'a, b', '"a" has 258 synonyms with this line'],
  ])('%s', (_, text, message) => {
    const { errors } = parse(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toContain(message);
    expect(errors[0]!.line).toBe(text.split('\n').length);
  });

  test('the most that is allowed', () => {
    const file = parse(many(MOST_SYNONYMS));
    expect(rewrite(file, 'w7').slots[0]!.alternatives).toHaveLength(MOST_SYNONYMS);
  });

  test('a word alone, and one that no query has, are doubts', () => {
    const tokenise = (text: string) => text.match(/\w+/g) ?? [];
    const file = parse('a\n&, b => c', { tokenise });
    expect(file.errors).toEqual([]);
    expect(faults(file.warnings)).toEqual([
      '1: "a" is alone: write what means the same after a comma',
      '2: "&" holds no word, so that no query can match it',
    ]);
  });
});

describe('circles', () => {
  test.each([
    ['two', 'x => y\na => b\nb => a', ['2: "a => b => a" goes round']],
    ['three, of several words', 'a b => c\nc => d\nd => x, A B', ['1: "a b => c => d => a b" goes round']],
    ['reached from outside', 'x => a\na => b\nb => a', ['2: "a => b => a"']],
    ['two of them', 'a => b\nb => a\nc => d\nd => c', ['1: "a => b => a"', '3: "c => d => c"']],
    ['none: a chain', 'a => b\nb => c', []],
    ['none: a word that stays', 'a => a, b\nb => a, b', []],
    ['none: two ways to the same', 'a => b, c\nb => d\nc => d', []],
    ['groups go round by nature', 'a, b\nb, a', []],
  ])('%s', (_, text, expected) => {
    expect(faults(parse(text).errors)).toEqual(expected.map((fault) => expect.stringContaining(fault)));
  });

  test('over several files', () => {
    const files = ['a => b', '# x\nb => a'].map((text, at) =>
      parseSynonyms({ file: `${at}.synonyms.txt`, text }, { tokenise: byBlanks }),
    );
    expect(files.flatMap(({ errors }) => errors)).toEqual([]);
    expect(completed(circlesAcross(files.flatMap(({ mappings }) => mappings)))).toEqual([
      { file: '0.synonyms.txt', line: 1, message: expect.stringContaining('"a => b => a"') },
    ]);
  });

  test('a chain of any length is followed', () => {
    const chain = Array.from({ length: 50_000 }, (_, at) => `w${at} => w${at + 1}`);
    expect(parse(chain.join('\n')).errors).toEqual([]);
    expect(parse([...chain, 'w50000 => w0'].join('\n')).errors).toHaveLength(1);
  });
});

test('whatever is written, a file gives a program or faults, and no slot is ever empty', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab, =>\n\\#A'.split('')), maxLength: 60 });
  fc.assert(
    fc.property(
      text,
      fc.array(fc.constantFrom('a', 'b', 'ab', 'A', 'ba')),
      fc.boolean(),
      (written, query, expand) => {
        const file = parse(written.replaceAll('#', ' => '), { expand });
        const words = query.join(' ');
        const after = file.open().rewrite(unexpanded(words, byBlanks(words)), NO_REQUEST);
        expect(after.slots).toHaveLength(query.length);
        expect(after.slots.every(({ alternatives }) => alternatives.length > 0)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
