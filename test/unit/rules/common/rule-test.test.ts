import { describe, expect, test } from '@jest/globals';
import { parseCommonRules } from '../../../../src/rules/common/parse.ts';
import { readTests } from '../../../../src/rules/common/rule-test.ts';

const parse = (tests: string) =>
  parseCommonRules(
    { file: 'a.rules.txt', text: `earbuds =>\n  UP: wireless\n  @test: ${tests}\n` },
    { tokenise: (text) => text.split(' ') },
  );

describe('readTests', () => {
  test('reads every member', () => {
    const { rules, warnings } = parse(
      '[{"query":"earbuds","pins":["a",7],"never":["b"],"top":{"id":"c","within":5},"rewrites_to":"ear buds","context":{"tier":"gold"},"at":"2026-11-24T00:00:00Z"}]',
    );
    expect(warnings).toEqual([]);
    expect(readTests(rules[0]!.properties)).toEqual([
      {
        query: 'earbuds',
        pins: ['a', '7'],
        never: ['b'],
        top: { id: 'c', within: 5 },
        rewritesTo: 'ear buds',
        context: new Map([['tier', 'gold']]),
        at: Date.UTC(2026, 10, 24),
      },
    ]);
  });

  test('a rule without tests has none', () => {
    expect(readTests(new Map())).toEqual([]);
  });

  test.each([
    ['{"query":"a"}', '@test is no list'],
    ['["a"]', 'a test is no object'],
    ['[{"query":"a","pin":["b"]}]', '@test does not know "pin"'],
    ['[{"pins":["b"]}]', 'a test has no "query"'],
    ['[{"query":3,"pins":["b"]}]', '"query" is no text'],
    ['[{"query":"a"}]', 'the test of "a" expects nothing'],
    ['[{"query":"a","pins":"b"}]', '"pins" is no list of ids'],
    ['[{"query":"a","pins":[true]}]', 'an id or value is no text'],
    ['[{"query":"a","top":{"id":"b","within":0}}]', '"within" is no whole number from 1 to 100'],
    ['[{"query":"a","top":{"id":"b","within":1.5}}]', '"within" is no whole number from 1 to 100'],
    ['[{"query":"a","top":"b"}]', '"top" is no object'],
    ['[{"query":"a","pins":["b"],"at":"soon"}]', '"at" is no moment'],
    ['[{"query":"a","pins":["b"],"context":[]}]', '"context" is no object'],
  ])('%s: %s, and the file says so where the rule stands', (tests, message) => {
    const { rules, warnings } = parse(tests);
    expect(() => readTests(rules[0]!.properties)).toThrow(message);
    expect(warnings).toEqual([
      { file: 'a.rules.txt', line: expect.any(Number), message: expect.stringContaining(message) },
    ]);
  });
});
