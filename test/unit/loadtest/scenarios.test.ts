import { describe, expect, test } from '@jest/globals';
import { figuresOf } from '../../../loadtest/figures.ts';
import { countDropped, countEnding, emptyTally } from '../../../loadtest/generator/tally.ts';
import type { SliceResult, StepResult } from '../../../loadtest/result.ts';
import { SCENARIOS } from '../../../loadtest/scenarios/index.ts';
import { kneeOf } from '../../../loadtest/scenarios/ramp.ts';
import { growth } from '../../../loadtest/scenarios/soak.ts';

const QUERIES = [
  { text: '手机壳', weight: 3 },
  { text: 'usb "cable"', weight: 1 },
];
const SEARCHED = { index: 'my index', fields: ['title^3', 'brand'] };

describe('shots', () => {
  test.each([...SCENARIOS.values()])(
    '$name: bodies are what Elasticsearch takes, weights add up',
    ({ shots }) => {
      const made = shots(QUERIES, SEARCHED);
      for (const { body, path, headers, weight } of made) {
        expect(weight).toBeGreaterThan(0);
        expect(path === '/' || path.startsWith('/my%20index/')).toBe(true);
        if (body === null) continue;
        const lines =
          headers['content-type'] === 'application/x-ndjson' ? body.trimEnd().split('\n') : [body];
        for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
      }
      const sum = made.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeCloseTo(made.some(({ body }) => body?.includes('usb')) ? 4 : 3, 6);
    },
  );

  test('zh asks in Chinese only, and says so where there is none', () => {
    const { shots } = SCENARIOS.get('zh')!;
    expect(shots(QUERIES, SEARCHED).some(({ body }) => body?.includes('"query":"usb'))).toBe(false);
    expect(() => shots([QUERIES[1]!], SEARCHED)).toThrow('no Chinese');
  });
});

/** A step that was offered so much, answered so much, at such a latency. */
function step(name: string, offered: number, answered: number, ms: number): StepResult {
  const tally = emptyTally();
  for (let number = 0; number < answered; number += 1) {
    countEnding(tally, { status: 200 }, { due: 0, sent: 0, done: ms });
  }
  for (let number = answered; number < offered; number += 1) countDropped(tally);
  return { step: name, target: 'gateway', figures: figuresOf(tally, 1), cpuSeconds: null };
}

describe('the knee', () => {
  test('is the last rate that was kept up with', () => {
    expect(
      kneeOf([step('a', 50, 50, 4), step('b', 100, 100, 6), step('c', 150, 120, 8), step('d', 200, 200, 8)]),
    ).toBe(100);
  });
  test('comes before latency rises steeply', () => {
    expect(kneeOf([step('a', 50, 50, 4), step('b', 100, 100, 60)])).toBe(50);
  });
  test('is nowhere when the first rate was too much', () => expect(kneeOf([step('a', 50, 20, 4)])).toBe(0));
});

test('overload: refusals are no breakage, what is never sent neither, a reset is', () => {
  const { extra } = SCENARIOS.get('overload')!;
  const during = emptyTally();
  for (let number = 0; number < 8; number += 1)
    countEnding(during, { status: 429 }, { due: 0, sent: 0, done: 1 });
  countEnding(during, { failure: 'ECONNRESET' }, { due: 0, sent: 0, done: 1 });
  countEnding(during, { status: 200 }, { due: 0, sent: 0, done: 1 });
  countDropped(during);
  const steps = [
    step('before', 10, 10, 5),
    { ...step('overload', 0, 0, 0), figures: figuresOf(during, 1) },
    step('after', 10, 10, 15),
  ];
  const found = extra!({ steps, slices: [] });
  expect(found['brokenUnderLoad']).toBeCloseTo(0.1, 6);
  expect(found['p50AfterToBefore']).toBeCloseTo(3, 1);
});

describe('growth', () => {
  const slices = (values: readonly (number | null)[]) => values.map((rssMiB) => ({ rssMiB }) as SliceResult);
  const of = ({ rssMiB }: SliceResult): number | null => rssMiB;

  test('compares the last quarter with the second: warming up is no leak', () => {
    expect(growth(slices([100, 150, 200, 200, 201, 199, 200, 200]), of)).toBe(1);
    expect(growth(slices([100, 100, 100, 100, 150, 150, 200, 200]), of)).toBe(2);
  });
  test('says nothing where nothing was measured', () => {
    expect(growth(slices([null, null, null, null]), of)).toBe(1);
    expect(growth(slices([100, 900]), of)).toBe(1);
  });
});
