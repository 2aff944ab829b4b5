import { describe, expect, test } from '@jest/globals';
import type { LoadedRules } from '../../../src/live-rules/live-rules.ts';
import { createRulesInForce } from '../../../src/live-rules/rules-in-force.ts';

const FAULT = { file: 'a.rules.txt', line: 3, message: 'says nothing' };
const FILE = { file: 'a.rules.txt', index: null, kind: '.rules.txt', rules: 4 };
const loaded = (version: string, errors: LoadedRules['errors'] = []): LoadedRules => ({
  programOf: () => undefined,
  ids: [],
  version,
  files: [FILE],
  errors,
  warnings: [],
});

describe('createRulesInForce', () => {
  test('sound rules are taken, and said to be there', () => {
    const rules = createRulesInForce(loaded('1'));
    const next = loaded('2');
    expect(rules.take(next)).toBe(true);
    expect(rules.loaded()).toBe(next);
    expect(rules.report()).toMatchObject({ version: '2', files: [FILE], refused: null });
    expect(rules.health()).toEqual({ name: 'rules', state: 'up', detail: '1 files, 4 rules, version 2' });
  });

  test('faulty ones are refused until they are mended; readiness stays', () => {
    const first = loaded('1');
    const rules = createRulesInForce(first);
    expect(rules.take(loaded('2', [FAULT]))).toBe(false);
    expect(rules.loaded()).toBe(first);
    expect(rules.report()).toMatchObject({ version: '1', refused: { errors: [FAULT] } });
    expect(rules.health()).toEqual({
      name: 'rules',
      state: 'up',
      detail: '1 files, 4 rules, version 1; the last change was refused: a.rules.txt, line 3: says nothing',
    });
    expect(rules.take(loaded('3'))).toBe(true);
    expect(rules.report().refused).toBeNull();
  });

  test('what was faulty at the start was left out', () => {
    const rules = createRulesInForce(loaded('1', [FAULT]));
    expect(rules.report()).toMatchObject({ errors: [FAULT], refused: null });
    expect(rules.health().detail).toContain('faulty rules were left out: a.rules.txt, line 3');
  });
});
