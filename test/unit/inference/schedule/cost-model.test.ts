import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCostModel } from '../../../../src/inference/schedule/cost-model.ts';

test('learns a fixed part and a part for each token', () => {
  const cost = createCostModel(() => 0);
  for (const tokens of [64, 256, 1024, 512, 128]) cost.learn({ tokens, ms: 0.5 + 0.01 * tokens });
  expect(cost.predictMs(640, 1)).toBeCloseTo(6.9);
  expect(cost.predictMs(1280, 2)).toBeCloseTo(13.8);
});

test('batches of one size put everything down to the tokens', () => {
  const cost = createCostModel(() => 0);
  for (let n = 0; n < 5; n++) cost.learn({ tokens: 1000, ms: 20 });
  expect(cost.predictMs(500, 1)).toBeCloseTo(10);
});

test('forgets what was, when the machine has become slower', () => {
  const cost = createCostModel(() => 0);
  for (let n = 0; n < 500; n++) cost.learn({ tokens: 100 + (n % 7) * 100, ms: 1 + (n % 7) });
  for (let n = 0; n < 200; n++) cost.learn({ tokens: 100 + (n % 7) * 100, ms: 3 * (1 + (n % 7)) });
  expect(cost.predictMs(700, 1)).toBeGreaterThan(20);
});

test('before anything ran it promises nothing fast', () => {
  expect(createCostModel(() => 0).predictMs(3200, 4)).toBeGreaterThan(200);
});

test('whatever it sees, more tokens are never said to take less', () => {
  const batch = fc.record({
    tokens: fc.integer({ min: 1, max: 20_000 }),
    ms: fc.double({ min: 0, max: 1e4, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 60 }), (batches) => {
      const cost = createCostModel(() => 0);
      for (const one of batches) cost.learn(one);
      expect(cost.predictMs(0, 0)).toBe(0);
      expect(cost.predictMs(200, 1)).toBeGreaterThanOrEqual(cost.predictMs(100, 1));
      expect(Number.isFinite(cost.predictMs(1e6, 100))).toBe(true);
    }),
  );
});

describe('what a busy moment taught does not shut a model out', () => {
  /** A model that takes 2 ms, and took a hundred times as long when it was loaded. */
  function misjudged() {
    let nowMs = 0;
    const cost = createCostModel(() => nowMs);
    for (let n = 0; n < 9; n++) cost.learn({ tokens: 32, ms: 200 });
    const wait = (ms: number): void => void (nowMs += ms);
    return { cost, wait };
  }

  test('a prediction holds while it is fresh, and is doubted when nothing bears it out', () => {
    const { cost, wait } = misjudged();
    wait(1000);
    expect(cost.predictMs(32, 1)).toBeCloseTo(200);
    wait(5000);
    expect(cost.predictMs(32, 1)).toBeLessThan(10);
  });

  test('some seconds of trials bring it back', () => {
    const { cost, wait } = misjudged();
    let refused = 0;
    for (let second = 0; second < 60; second += 0.25) {
      if (cost.predictMs(32, 1) < 15) cost.learn({ tokens: 32, ms: 2 });
      else refused += 0.25;
      wait(250);
    }
    expect(refused).toBeGreaterThan(1);
    expect(refused).toBeLessThan(20);
    expect(cost.predictMs(32, 1)).toBeLessThan(4);
  });

  test('one that is as slow as was said is tried only now and then', () => {
    const { cost, wait } = misjudged();
    let tried = 0;
    for (let second = 0; second < 60; second++) {
      if (cost.predictMs(32, 1) < 15) {
        cost.learn({ tokens: 32, ms: 200 });
        tried += 1;
      }
      wait(1000);
    }
    expect(tried).toBeGreaterThan(5);
    expect(tried).toBeLessThan(15);
  });

  test('a first batch that is slow after a rest is no reason to forget', () => {
    const cost = createCostModel(() => 0);
    let nowMs = 0;
    const rested = createCostModel(() => nowMs);
    for (const one of [cost, rested]) for (let n = 0; n < 20; n++) one.learn({ tokens: 32, ms: 2 });
    nowMs = 60_000;
    for (const one of [cost, rested]) one.learn({ tokens: 32, ms: 50 });
    expect(rested.predictMs(32, 1)).toBeCloseTo(cost.predictMs(32, 1));
  });
});
