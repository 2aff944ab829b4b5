import { describe, expect, test } from '@jest/globals';
import { problemsOf, type PlacedTest, testsOf } from '../../../../src/cli/rules/test-run.ts';

const PLACED: PlacedTest = {
  file: 'a.rules.txt',
  line: 1,
  rule: 'a#0',
  index: 'shop',
  query: 'a',
  context: new Map(),
  at: 0,
  pins: [],
  never: [],
  top: undefined,
  rewritesTo: undefined,
};

describe('problemsOf', () => {
  const found = ['a', 'b', 'c'];
  test.each<[Partial<PlacedTest>, readonly string[]]>([
    [{ pins: ['a', 'b'] }, []],
    [{ pins: ['b'] }, ['expected first b, found a']],
    [{ pins: ['a', 'c'] }, ['expected first a c, found a b']],
    [{ never: ['d'] }, []],
    [{ never: ['d', 'c', 'a'] }, ['expected never c a, found c at 3, a at 1']],
    [{ top: { id: 'c', within: 3 } }, []],
    [{ top: { id: 'c', within: 2 } }, ['expected c among the first 2, found it at 3']],
    [{ top: { id: 'd', within: 9 } }, ['expected d among the first 9, found it not among the first 100']],
  ])('%j', (wanted, problems) => {
    expect(problemsOf({ ...PLACED, ...wanted }, found)).toEqual(problems);
  });

  test('nothing found', () => {
    expect(problemsOf({ ...PLACED, pins: ['a'] }, [])).toEqual(['expected first a, found nothing']);
  });
});

describe('testsOf', () => {
  const text = 'a =>\n  UP: b\n  @test: [{"query": "a", "never": ["x"]}]\n';

  test('of each file for its own index', () => {
    const tests = testsOf(
      [
        { file: 'one.rules.txt', text, index: 'shop' },
        { file: 'two.rules.txt', index: undefined, text: text.replace('"a"', '"z"') },
        { file: 'three.synonyms.txt', index: undefined, text: 'a, b' },
      ],
      'other',
      [],
    );
    expect(tests.map(({ file, index, query, line }) => [file, index, query, line])).toEqual([
      ['one.rules.txt', 'shop', 'a', 1],
      ['two.rules.txt', 'other', 'z', 1],
    ]);
  });

  test('at a moment at which the rule holds', () => {
    const at = (conditions: string) =>
      testsOf([{ file: 'a.rules.txt', text: `${text}  ${conditions}\n`, index: 'shop' }], undefined, [])[0]!
        .at;
    expect(at('@from: "2099-01-01T00:00:00Z"')).toBe(Date.UTC(2099, 0, 1));
    expect(at('@until: "2001-01-01T00:00:00Z"')).toBe(Date.UTC(2001, 0, 1) - 1);
    expect(Math.abs(at('@from: "2001-01-01T00:00:00Z"') - Date.now())).toBeLessThan(60_000);
  });

  test('names every fault at once', () => {
    const unread = [{ file: 'c.rules.txt', line: 1, message: 'is not written in UTF-8' }];
    const faulty = [
      { file: 'a.rules.txt', text: 'a =>\n  SYNONIM: b\n', index: 'shop' },
      { file: 'b.rules.txt', index: undefined, text },
    ];
    expect(() => testsOf(faulty, undefined, unread)).toThrow(
      /c\.rules\.txt:1: is not written.*\na\.rules\.txt:2: .*\nb\.rules\.txt:1: for which index/,
    );
  });
});
