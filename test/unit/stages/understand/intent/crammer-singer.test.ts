import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { trainCrammerSinger } from '../../../../../src/stages/understand/intent/crammer-singer.ts';
import { scoresOf } from '../../../../../src/stages/understand/intent/scores.ts';
import type { SparseVector } from '../../../../../src/stages/understand/intent/vectoriser.ts';

const dense = (...numbers: number[]): SparseVector => ({
  places: Uint32Array.from(numbers, (_, at) => at),
  values: Float64Array.from(numbers),
});

/** ½|w|² + cost × Σ max(0, 1 + best wrong score − right score), as the paper defines it. */
function objective(
  weights: Float64Array,
  {
    vectors,
    labels,
    classes,
  }: { vectors: readonly SparseVector[]; labels: readonly number[]; classes: number },
  cost: number,
): number {
  const losses = vectors.map((vector, at) => {
    const scores = scoresOf(vector, weights, classes);
    const right = scores[labels[at]!]!;
    return Math.max(0, ...[...scores].map((score, one) => (one === labels[at] ? 0 : 1 + score - right)));
  });
  const size = weights.reduce((sum, weight) => sum + weight * weight, 0) / 2;
  return size + cost * losses.reduce((sum, loss) => sum + loss, 0);
}

describe('trainCrammerSinger', () => {
  test('puts the right class ahead by the margin where that is possible', () => {
    const vectors = [dense(1, 0, 0), dense(0, 1, 0), dense(0, 0, 1)];
    const weights = trainCrammerSinger({ vectors, labels: [0, 1, 2], classes: 3, width: 3 }, { cost: 100 });
    vectors.forEach((vector, label) => {
      const scores = scoresOf(vector, weights, 3);
      const others = [...scores].filter((_, one) => one !== label);
      expect(scores[label]! - Math.max(...others)).toBeCloseTo(1, 1);
    });
  });

  test('finds weights that no small change makes better', () => {
    const vector = fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: -2, max: 2, noNaN: true })));
    const set = fc.array(fc.tuple(vector, fc.nat(2)), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        set,
        fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 12, maxLength: 12 }),
        (rows, change) => {
          const vectors = rows.map(([numbers]) => dense(...numbers, 1));
          const examples = { vectors, labels: rows.map(([, label]) => label), classes: 3, width: 4 };
          const weights = trainCrammerSinger(examples, { cost: 1 });
          const moved = weights.map((weight, at) => weight + change[at]!);
          // The solver stops a little before the optimum.
          expect(objective(weights, examples, 1)).toBeLessThan(
            objective(moved, examples, 1) + 0.03 * rows.length,
          );
        },
      ),
    );
  });

  test('gives the same weights for the same examples', () => {
    const examples = {
      vectors: [dense(1, 0.5), dense(0.2, 1), dense(0.9, 0.1)],
      labels: [0, 1, 0],
      classes: 2,
      width: 2,
    };
    expect(trainCrammerSinger(examples, { cost: 1 })).toEqual(trainCrammerSinger(examples, { cost: 1 }));
  });
});
