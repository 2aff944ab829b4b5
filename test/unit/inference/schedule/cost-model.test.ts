import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCostModel } from '../../../../src/inference/schedule/cost-model.ts';

test('learns a fixed part and a part for each token', () => {
  const cost = createCostModel();
  for (const tokens of [64, 256, 1024, 512, 128]) cost.learn({ tokens, ms: 0.5 + 0.01 * tokens });
  expect(cost.predictMs(640, 1)).toBeCloseTo(6.9);
  expect(cost.predictMs(1280, 2)).toBeCloseTo(13.8);
});

test('batches of one size put everything down to the tokens', () => {
  const cost = createCostModel();
  for (let n = 0; n < 5; n++) cost.learn({ tokens: 1000, ms: 20 });
  expect(cost.predictMs(500, 1)).toBeCloseTo(10);
});

test('forgets what was, when the machine has become slower', () => {
  const cost = createCostModel();
  for (let n = 0; n < 500; n++) cost.learn({ tokens: 100 + (n % 7) * 100, ms: 1 + (n % 7) });
  for (let n = 0; n < 200; n++) cost.learn({ tokens: 100 + (n % 7) * 100, ms: 3 * (1 + (n % 7)) });
  expect(cost.predictMs(700, 1)).toBeGreaterThan(20);
});

test('before anything ran it promises nothing fast', () => {
  expect(createCostModel().predictMs(3200, 4)).toBeGreaterThan(200);
});

test('whatever it sees, more tokens are never said to take less', () => {
  const batch = fc.record({
    tokens: fc.integer({ min: 1, max: 20_000 }),
    ms: fc.double({ min: 0, max: 1e4, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 60 }), (batches) => {
      const cost = createCostModel();
      for (const one of batches) cost.learn(one);
      expect(cost.predictMs(0, 0)).toBe(0);
      expect(cost.predictMs(200, 1)).toBeGreaterThanOrEqual(cost.predictMs(100, 1));
      expect(Number.isFinite(cost.predictMs(1e6, 100))).toBe(true);
    }),
  );
});
