import { describe, expect, test } from '@jest/globals';
import { parse } from './cases.ts';

const doubts = (rules: string, booleanInput = false): string[] => {
  const { errors, warnings } = parse(rules, { booleanInput });
  expect(errors).toEqual([]);
  return warnings.map(({ line, message }) => `${line}: ${message}`);
};

describe('doubts about rules', () => {
  test.each<[string, string]>([
    ['a => / SYNONYM: b / a => / SYNONYM: b', '4: the rule in line 1 has the same SYNONYM'],
    ['a => / SYNONYM: b / A => / UP: c / SYNONYM: b', '5: the rule in line 1 has the same SYNONYM'],
    [
      'a b => / DELETE: b / SYNONYM: c / x => / UP: y / a b => / UP: z / DELETE: b',
      '8: the rule in line 1 has the same',
    ],
    ['a => / DELETE / a => / DELETE: a', '4: the rule in line 1 has the same DELETE'],
    ['a => / UP: b / UP: b', '3: "a" has the same UP twice'],
    ['a => / SYNONYM: A', '2: "a" has itself for a synonym'],
    ['a => / UP(0): b', '2: UP(0) does nothing'],
    ['"a" => / DELETE', '2: "\\"a\\"" is the whole query'.replaceAll('\\', '')],
    ['a => / PIN: 1 / BURY: 1', '3: document "1" has both PIN and BURY'],
    ['a => / BURY: 1 / "a => / PIN: 1', '4: document "1" has both PIN and BURY'],
    ['a => / UP: x / @{p: 1,}@', '3: a comma'],
    ['a => / UP: x / @priority: "high"', '1: @priority is no number'],
    ['a* => / FILTER: $1', '2: "$1" is text in a FILTER'],
  ])('%s', (rules, expected) => {
    const found = doubts(rules);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected.slice(0, 30));
  });

  test.each<[string, string]>([
    ['a => / PIN: 1 2 / HIDE: 2', '3: document "2" has both PIN and HIDE'],
    ['a => / PIN: 1 / a => / HIDE: 1', '4: document "1" has both PIN and HIDE'],
    ['a => / HIDE: 1 / a => / PIN: 1', '4: document "1" has both PIN and HIDE'],
    ['a => / HIDE: 1 / "A" => / PIN: 1', '4: document "1" has both PIN and HIDE'],
    ['a => / HIDE: 1 / @from: "2026-01-01T00:00:00Z" / a => / PIN: 1', '5: document "1" has both'],
    [
      'a => / HIDE: 1 / @context: {"k": ["v", "w"]} / a => / PIN: 1 / @context: {"k": "w"}',
      '5: document "1" has both',
    ],
  ])('%s is a fault: one of them has no effect', (rules, expected) => {
    const { errors, warnings } = parse(rules);
    expect(errors.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringContaining(expected),
    ]);
    expect(warnings).toEqual([]);
  });

  test.each([
    'a => / SYNONYM: b / a => / SYNONYM: c',
    'a => / SYNONYM: b / b => / SYNONYM: a',
    'a => / SYNONYM: b / "a" => / SYNONYM: b',
    'a => / PIN: 1 / HIDE: 2',
    'a => / PIN: 1 / b => / HIDE: 1',
    'a => / PIN: 1 / @until: "2026-01-01T00:00:00Z" / a => / HIDE: 1 / @from: "2026-01-01T00:00:00Z"',
    'a => / PIN: 1 / @context: {"k": "v"} / a => / HIDE: 1 / @context: {"k": "w"}',
    'a => / PIN: 1 / @enabled: false / a => / HIDE: 1',
    'a => / DELETE',
    '"a" => / SYNONYM: b / DELETE',
    '"a b" => / DELETE: a',
  ])('%s is sound', (rules) => {
    expect(doubts(rules)).toEqual([]);
  });

  test('formulas that contradict themselves never fire', () => {
    expect(doubts('a AND NOT a => / UP: x', true)).toEqual([expect.stringContaining('never fires')]);
    expect(doubts('a AND NOT b => / UP: x', true)).toEqual([]);
  });
});
