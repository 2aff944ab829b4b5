import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unexpanded } from '../../../../src/rules/expansion.ts';
import { parseRegexRules } from '../../../../src/rules/regex/parse.ts';
import { NO_REQUEST, byBlanks, faults, rewrite, words } from '../support.ts';

const parse = (text: string, ignoreCase?: boolean) =>
  parseRegexRules({ file: 'shop.regex.txt', text }, ignoreCase === undefined ? {} : { ignoreCase });

describe('what is replaced', () => {
  test.each([
    ['a word', 'abc => def', 'pref abc', 'pref def'],
    ['no part of a word', 'abc => def', 'abcd xabc ab', 'abcd xabc ab'],
    ['each time', 'abc => x', 'abc y abc abc', 'x y x x'],
    ['over several words', '(\\d+) ?x ?(\\d+) => ${1}x${2}', 'tv 8 x 12 10 x16 7x5', 'tv 8x12 10x16 7x5'],
    ['optional words', '(\\d{2,3}) gb( ram)? => ${1}gb', '32 gb ram 128 gb', '32gb 128gb'],
    ['nested groups by their opening', '(\\d+) x ((\\d{1,2})m) => ${1}x${2} ${3}00', '3 x 25m', '3x25m 2500'],
    ['the whole match', 'a(b) => <${0}>', 'ab', '<ab>'],
    ['a group that took no part is empty', 'a(x)?b => [${1}]', 'ab', '[]'],
    ['a repeated group is its last time', '(i\\d)+ => ${1}', 'i1i2i3', 'i3'],
    ['a backslash makes plain', 'a => \\${1}\\\\', 'a', '${1}\\'],
    ['a group without number is text', 'a => ${x}$', 'a', '${x}$'],
    ['several words out of one', 'a => b c', 'x a y', 'x b c y'],
    ['alternatives', 'a(b|c)d => x', 'abd acd ad', 'x x ad'],
    ['alternatives of the whole', 'abc|d => x', 'abc d abcd', 'x x abcd'],
    ['any character, a blank too', 'a.b => x', 'a b acb ab', 'x x ab'],
    ['exactly so often', 'ab{2}c => x', 'abc abbc abbbc', 'abc x abbbc'],
    ['so often or more', 'ab{2,}c => x', 'abc abbc abbbc', 'abc x x'],
    ['any number of times', 'ab*c => x', 'ac abbc', 'x x'],
    ['characters with a sign before them', '\\(\\d\\)\\*\\.\\+\\?\\{\\}\\\\ => x', '(1)*.+?{}\\', 'x'],
    ['signs that mean something elsewhere', 'a^b$-/ => x', 'a^b$-/', 'x'],
    ['Chinese', '(\\d+)寸 => ${1} 英寸', '65寸 电视', '65 英寸 电视'],
    ['beyond the first plane', '[😀-😎]+ => x', '😁😂 😁a', 'x 😁a'],
  ])('%s', (_, rules, query, expected) => {
    expect(words(rewrite(parse(rules), query))).toBe(expected);
  });

  test.each([
    ['[def]', 'd f g', 'x x g'],
    ['[^def]', 'd g', 'd x'],
    ['[a-c]', 'a c d', 'x x d'],
    ['[a-z&&[^bc]]', 'a b c d 1', 'x b c x 1'],
    ['[a-z&&[^b]&&[a-d]]', 'a b d e', 'x b x e'],
    ['[^a-z&&[bc]]', 'a b 1', 'x b x'],
    ['[a&]', 'a & b', 'x x b'],
    ['[a-]', 'a - b', 'x x b'],
    ['[\\]\\\\]', '] \\ b', 'x x b'],
    ['[\\d,]+', '1,000 a', 'x a'],
    ['\\w+', 'a_1 a-1', 'x a-1'],
    ['\\D', '1 a', '1 x'],
  ])('class %s', (pattern, query, expected) => {
    expect(words(rewrite(parse(`${pattern} => x`), query))).toBe(expected);
  });

  test('a class of nothing matches nothing', () => {
    expect(words(rewrite(parse('a[b&&[c]]* => x'), 'a ab'))).toBe('x ab');
  });
});

describe('case', () => {
  test('does not matter, and what comes out is in small letters', () => {
    expect(words(rewrite(parse('abc => ABC'), 'aBc ABC Abcd'))).toBe('abc abc abcd');
    expect(words(rewrite(parse('X[A-C]Ä => y'), 'xbä XBÄ'))).toBe('y y');
    expect(words(rewrite(parse('[^B] => y'), 'b B c'))).toBe('b b y');
  });

  test('stays where nothing matches', () => {
    const query = unexpanded('ABCD', ['ABCD']);
    expect(rewrite(parse('abc => x'), query)).toBe(query);
  });

  test('matters where it is asked for', () => {
    expect(words(rewrite(parse('abc => ABC', false), 'aBc abc'))).toBe('aBc ABC');
  });
});

describe('several rules', () => {
  test.each([
    ['the later one has the same words', 'a\\dc => first\na1c => second', 'a1c', 'second'],
    ['in either order', 'd1f => first\nd\\df => second', 'd1f', 'second'],
    ['the earlier one has its own', 'a\\dc => first\na1c => second', 'a2c', 'first'],
    ['both have different words', 'abc => k\ndef => x', 'def abc def', 'x k x'],
    ['the later one wins an overlap', 'a b => x\nb c => y', 'a b c', 'a y'],
    ['nothing is replaced twice', 'a => b\nb => c\nc => a', 'a b c', 'b c a'],
  ])('%s', (_, rules, query, expected) => {
    expect(words(rewrite(parse(rules), query))).toBe(expected);
  });
});

describe('lines', () => {
  test('a comment begins anywhere, and what matched is told', () => {
    const file = parse('# sizes\n\n(\\d+)" => ${1} inch # comment => x\n');
    const { matched } = rewrite(file, 'TV 65"');
    expect(matched).toEqual([
      {
        rule: '(\\d+)"#0',
        message: '65" => 65 inch',
        file: 'shop.regex.txt',
        line: 3,
        match: '65"',
        type: 'regex',
        instructions: ['replace'],
      },
    ]);
  });

  test('a query never becomes empty by empty groups', () => {
    expect(words(rewrite(parse('a(x)? => ${1}'), 'a'))).toBe('a');
    expect(words(rewrite(parse('a(x)? => ${1}'), 'b a'))).toBe('b');
  });

  test('deleted words are not seen', () => {
    const before = unexpanded('a x b', ['a', 'x', 'b']);
    const withoutX = { ...before, slots: [before.slots[0]!, before.slots[2]!], deleted: ['x'] };
    expect(words(rewrite(parse('a b => c'), withoutX))).toBe('c');
  });
});

describe('faults', () => {
  test.each([
    ['abc', 'has no "=>"'],
    ['a => b => c', 'more than one "=>"'],
    ['=> b', 'nothing stands before'],
    ['abc =>', 'nothing stands after'],
    ['abc => # x', 'nothing stands after'],
    ['(a)\\1 => x', '"\\1" points back'],
    ['a(?=b) => x', 'look-around'],
    ['(?<!a)b => x', 'look-around'],
    ['(?i)b => x', 'flags'],
    ['\\bfoo => x', '"\\b" is not known'],
    ['(a => x', '"(" is not closed'],
    ['a) => x', '")" closes nothing'],
    ['[a => x', '"[" is not closed'],
    ['[a\\ => x', '"[" is not closed'],
    ['[] => x', 'class is empty'],
    ['[^] => x', 'class is empty'],
    ['[a&&b] => x', 'after "&&"'],
    ['[a[b]] => x', '"[" stands within'],
    ['[z-a] => x', 'runs backwards'],
    ['* => x', '"*" repeats nothing'],
    ['a|+ => x', '"+" repeats nothing'],
    ['a** => x', '"*" repeats nothing'],
    ['a{2,1} => x', 'wrong way round'],
    ['a{,3} => x', 'how often at least'],
    ['a{x} => x', '"\\{" for it'],
    ['a{1001} => x', 'more than 1000'],
    ['((a{100}){100}){100} => x', 'linear time'],
    ['.{0,900}a.{0,900}b => x', 'would slow every query down'],
    ['a\\ => x', '"\\\\" for it'],
    ['(a) => ${2}', 'names a group that the pattern lacks'],
  ])('%s', (rule, message) => {
    const { errors } = parse(`# first\n${rule}`);
    expect(faults(errors)).toEqual([expect.stringContaining(message)]);
    expect(errors[0]!.line).toBe(2);
  });

  test('all at once', () => {
    expect(parse('a\nb => c\n(=> x\n[ => y').errors.map(({ line }) => line)).toEqual([1, 3, 4]);
  });

  test('an anchor is a doubt', () => {
    expect(parse('^a => x\nb$ => y\n[^a]\\^\\$ => z').warnings.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('time', () => {
  /** What backtracking engines need 2ⁿ steps for, and a linear one none to speak of. */
  test.each(['(a+)+b => x', '(a|a)*b => x', '(a*)*b => x', '(.*)(.*)(.*)(.*)b => x'])('%s', (rule) => {
    const file = parse(rule);
    const query = 'a'.repeat(2000);
    expect(words(rewrite(file, query))).toBe(query);
    expect(words(rewrite(file, `${query}b`))).toBe('x');
  });
});

describe('whatever is written', () => {
  const text = (signs: string) => fc.string({ unit: fc.constantFrom(...signs.split('')), maxLength: 40 });

  test('a file gives a program or faults, and a query is never harmed', () => {
    fc.assert(
      fc.property(text('ab1(|)[]^&-\\d.?+*{,}$ =>x\n#'), text('ab1 ^&-x'), (rules, query) => {
        const file = parse(rules.replaceAll('x', ' => x'));
        const before = unexpanded(query, byBlanks(query));
        const after = file.open().rewrite(before, NO_REQUEST);
        if (after.matched.length === 0) expect(after).toBe(before);
        expect(after.terms.every((term) => term.text !== '' && !term.text.includes(' '))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a pattern means what it means elsewhere', () => {
    fc.assert(
      fc.property(text('ab(|).?+*'), text('ab'), (pattern, word) => {
        const file = parse(`${pattern} => x`);
        if (word === '' || file.errors.length > 0) return;
        const found = new RegExp(`^(?:${pattern})$`, 's').test(word);
        expect(words(file.open().rewrite(unexpanded(word, [word]), NO_REQUEST))).toBe(found ? 'x' : word);
      }),
      { numRuns: 500 },
    );
  });
});
