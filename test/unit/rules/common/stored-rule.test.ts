import { describe, expect, test } from '@jest/globals';
import { type StoredRule, recordOf, storedRule } from '../../../../src/rules/common/stored-rule.ts';
import { parse } from './cases.ts';

/** The only rule of a file as it is stored and read again. */
function stored(
  rules: string,
  booleanInput = false,
): { readonly before: object; readonly after: StoredRule } {
  const file = parse(rules, { booleanInput });
  expect(file.errors).toEqual([]);
  const [rule] = file.rules;
  const { input, text: _text, ...before } = rule!;
  const formula = input.kind === 'boolean' ? input.formula : undefined;
  const instructions = rule!.instructions.map(({ line: _line, ...order }) => order);
  const after = storedRule(JSON.parse(JSON.stringify(recordOf(rule!))));
  return { before: { ...before, instructions, formula }, after };
}

describe('a rule that is stored and read again', () => {
  test.each([
    ['a =>', 'SYNONYM: b c', 'SYNONYM(0.5): {f,g}:d'],
    ['a* =>', 'UP(2): +x -y f:$1', 'DOWN: "a b"~3', 'UP: * {"a": 1}', 'FILTER: x -y'],
    ['a b =>', 'DELETE: b', 'DECORATE(k): v', 'DECORATE: v', 'REDIRECT: u', 'PIN(3): 1 2', 'BURY: 3'],
    ['a =>', 'HIDE: 1', 'LEG(knn): off', 'LEG(fields): 0.5', 'RERANK: off', 'RERANK: off'],
    ['a b =>', 'DELETE: a', 'UP: c', 'DELETE: b'],
    ['a =>', 'UP: b', '@_id: "one"', '@_log: "two"', '@priority: -3', '@enabled: false'],
    ['a =>', 'UP: b', '@from: "2026-01-01T00:00:00Z"', '@context: {"t": ["a", 1], "__proto__": "b"}'],
    ['a =>', 'UP: b', '@x: {"9": [1e999, -1e999, null], "1": {}, "a": "\\ud800", "number": "1"}'],
  ])('is the same: %s %s %s', (...lines) => {
    const { before, after } = stored(lines.join('\n'));
    expect(after).toEqual(before);
  });

  test('keeps the order of its instructions’ names as the file has it', () => {
    const { before, after } = stored('a b =>\nDELETE: a\nUP: c');
    expect(after).toEqual(before);
    expect(after.kinds).toEqual(['delete', 'up']);
  });

  test('has the terms that a DELETE without words takes out', () => {
    const { after } = stored('f:a b* =>\nDELETE');
    expect(after.instructions).toEqual([
      {
        kind: 'delete',
        terms: [
          { text: 'a', fields: ['f'], wildcard: 'none' },
          { text: 'b', fields: undefined, wildcard: 'prefix' },
        ],
      },
    ]);
  });

  test('has the formula of a boolean input', () => {
    const { before, after } = stored('a AND NOT (b c OR d) =>\nUP: e', true);
    expect(after).toEqual(before);
    expect(after.formula).toMatchObject({ kind: 'and' });
  });
});
