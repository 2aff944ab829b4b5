import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holm } from '../../../src/evaluation/holm.ts';

test('p-values are stepped down as R’s p.adjust does, in the order given', () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
  const expected = [0.03, 0.06, 0.06, 0.02];
  holm([0.01, 0.04, 0.03, 0.005]).forEach((p, at) => expect(p).toBeCloseTo(expected[at] ?? NaN, 12));
  expect(holm([])).toEqual([]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});

test('no p-value falls, none passes 1, and their order stays', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (given) => {
      const adjusted = holm(given);
      given.forEach((p, at) => {
        expect(adjusted[at]).toBeGreaterThanOrEqual(p);
        expect(adjusted[at]).toBeLessThanOrEqual(1);
        given.forEach((other, place) => {
          if (p < other) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[place] ?? NaN);
        });
      });
    }),
  );
});
