import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf, type Figures } from '../../../loadtest/figures.ts';
import { countEnding, countStages, emptyTally } from '../../../loadtest/generator/tally.ts';
import { SCENARIOS } from '../../../loadtest/scenarios/index.ts';
import { judge, parseThreshold } from '../../../loadtest/thresholds.ts';

/** Answers that took so long each. */
function figures(times: readonly number[]): Figures {
  const tally = emptyTally();
  for (const time of times) {
    countEnding(tally, { status: 200 }, { due: 0, sent: 0, done: time });
    countStages(tally, new Map([['rerank', time / 2]]));
  }
  return figuresOf(tally, 1);
}
const measured = { gateway: figures([10, 10, 10, 40]), direct: figures([5, 5, 5, 5]), extra: { knee: 120 } };

test.each([
  ['p50 < 11', true],
  ['p50 < 10', false],
  ['p50 <= 10.1', true],
  ['p99 > 30', true],
  ['errors <= 0', true],
  ['errors < 0', false],
  ['throughput >= 4', true],
  ['stage.rerank.p50 <= 5.1', true],
  ['stage.rerank.max < 10', false],
  ['ratio.p50 <= 2.1', true],
  ['ratio.p50 < 1.9', false],
  ['extra.knee > 100', true],
  ['service.p50 < 11', true],
])('%s holds: %p', (text, held) => {
  expect(judge(parseThreshold(text), measured).held).toBe(held);
});

test('what was not measured does not hold', () => {
  for (const text of ['stage.knn.p95 < 100', 'extra.none < 1', 'extra.none >= 0']) {
    expect(judge(parseThreshold(text), measured)).toMatchObject({ value: null, held: false });
  }
  expect(judge(parseThreshold('ratio.p95 < 9'), { ...measured, direct: null })).toMatchObject({
    value: null,
    held: false,
  });
  // No answer at all is not a fast one.
  expect(judge(parseThreshold('p99 < 100'), { ...measured, gateway: figures([]) })).toMatchObject({
    held: false,
  });
});

test('a step can be named', () => {
  expect(parseThreshold(' leg-down:p95<600 ')).toMatchObject({
    step: 'leg-down',
    text: 'leg-down: p95 < 600',
    limit: 600,
  });
  expect(parseThreshold('20%: errors <= 0').step).toBe('20%');
  expect(parseThreshold('p95 < 1').step).toBeNull();
});

test.each([
  '',
  'p95',
  'p95 = 3',
  'p95 < x',
  'p96 < 3',
  'stage.p95 < 1',
  'ratio.errors < 1',
  'p95.x < 1',
  'a.b.c.d < 1',
  'p95 < -1',
])('%j is refused', (text) => expect(() => parseThreshold(text)).toThrow(/^threshold /));

test('what was read is written so that it reads the same', () => {
  const measure = fc.constantFrom(
    'p50',
    'p999',
    'errors',
    'stage.fuse.max',
    'lag.p95',
    'ratio.mean',
    'extra.x',
  );
  const limit = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 100);
  fc.assert(
    fc.property(measure, fc.constantFrom('<', '<=', '>', '>='), limit, (name, comparison, value) => {
      const read = parseThreshold(`${name}${comparison}${value}`);
      expect(parseThreshold(read.text)).toEqual(read);
      expect(read.limit).toBe(value);
    }),
  );
});

describe('scenarios', () => {
  test.each([...SCENARIOS.values()])(
    '$name: its thresholds can be read and are about steps that it has',
    (scenario) => {
      const names = scenario.steps(100, 40).map(({ name }) => name);
      for (const { step } of scenario.thresholds.map(parseThreshold)) {
        if (step !== null) expect(names).toContain(step);
      }
    },
  );

  test.each([...SCENARIOS.values()])('$name: its steps take the time that was given', (scenario) => {
    const seconds = scenario.steps(100, 40).reduce((sum, step) => sum + step.seconds, 0);
    expect(seconds).toBeCloseTo(40, 6);
  });
});
