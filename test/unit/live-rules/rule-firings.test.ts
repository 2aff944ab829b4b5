import { expect, test } from '@jest/globals';
import type { StageReport } from '../../../src/domain/search.ts';
import { createRuleFirings, joinFirings } from '../../../src/live-rules/rule-firings.ts';

const MINUTE_MS = 60_000;

function matched(...rules: readonly string[]): StageReport {
  const notes = rules.map((rule, line) => ({
    rule,
    message: rule,
    file: 'rules/a.rules.txt',
    line: line + 1,
    match: rule,
    type: 'exact',
    instructions: ['up'],
  }));
  return { stage: 'rules', kind: 'query', startMs: 0, durationMs: 1, outcome: 'ok', notes };
}

function world() {
  const time = { ms: Date.UTC(2026, 0, 1) };
  const counted: string[] = [];
  const firings = createRuleFirings(
    () => time.ms,
    (rule) => void counted.push(rule),
  );
  return { time, firings, counted };
}

test('counts each rule that took part, the latest first', () => {
  const { time, firings } = world();
  firings.heard(matched('shoe#0', 'boot#1'));
  time.ms += 1000;
  firings.heard(matched('shoe#0'));
  const [first, second] = firings.report();
  expect(first).toMatchObject({ rule: 'shoe#0', file: 'rules/a.rules.txt', line: 1, count: 2 });
  expect(first?.lastAt).toBe('2026-01-01T00:00:01.000Z');
  expect(second).toMatchObject({ rule: 'boot#1', line: 2, count: 1 });
});

test('tells whoever counts by id each rule of a search once, and the same searches', () => {
  const { firings, counted } = world();
  firings.heard(matched('shoe#0', 'boot#1', 'shoe#0'));
  firings.heard({ ...matched('shoe#0'), stage: 'correct' });
  firings.heard(matched('boot#1'));
  expect(counted).toEqual(['shoe#0', 'boot#1', 'boot#1']);
});

test('other stages, and what the stage says besides, are no firings', () => {
  const { firings } = world();
  firings.heard({ ...matched('shoe#0'), stage: 'correct' });
  firings.heard({ ...matched(), notes: [null, 'text', { rule: 'x' }, { ignored: 'ORDER' }] });
  expect(firings.report()).toEqual([]);
});

test('an hour is told minute by minute, and what is older is forgotten', () => {
  const { time, firings } = world();
  firings.heard(matched('shoe#0'));
  time.ms += 10 * MINUTE_MS;
  firings.heard(matched('shoe#0'));
  firings.heard(matched('shoe#0'));
  const perMinute = () => firings.report()[0]?.perMinute ?? [];
  expect(perMinute()).toHaveLength(60);
  expect([perMinute()[49], perMinute()[59]]).toEqual([1, 2]);
  time.ms += 55 * MINUTE_MS;
  expect(perMinute().reduce((sum, times) => sum + times, 0)).toBe(2);
  expect(perMinute()[4]).toBe(2);
  firings.heard(matched('shoe#0'));
  expect([perMinute()[4], perMinute()[59]]).toEqual([2, 1]);
  time.ms += 600 * MINUTE_MS;
  expect(perMinute().every((times) => times === 0)).toBe(true);
  expect(firings.report()[0]?.count).toBe(4);
});

test('no more rules are remembered than there is room for', () => {
  const { firings } = world();
  for (let n = 0; n < 3000; n += 1) firings.heard(matched(`r#${n}`));
  const told = firings.report();
  expect(told).toHaveLength(500);
  expect(told[0]?.rule).toBe('r#2999');
});

test('what several processes say is added up', () => {
  const [one, other] = [world(), world()];
  one.firings.heard(matched('shoe#0', 'boot#1'));
  other.time.ms += 2000;
  other.firings.heard(matched('shoe#0'));
  const joined = joinFirings([one.firings.report(), other.firings.report()]);
  expect(joined.map(({ rule, count }) => [rule, count])).toEqual([
    ['shoe#0', 2],
    ['boot#1', 1],
  ]);
  expect(joined[0]?.lastAt).toBe('2026-01-01T00:00:02.000Z');
  expect(joined[0]?.perMinute[59]).toBe(2);
});
