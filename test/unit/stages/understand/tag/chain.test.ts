import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChainWeights } from '../../../../../src/stages/understand/tag/chain.ts';
import { bestLabels, placeScores } from '../../../../../src/stages/understand/tag/chain.ts';
import { marginals } from '../../../../../src/stages/understand/tag/marginals.ts';

const LABELS = 3;

/** Every way to label so many places. */
function paths(places: number): readonly (readonly number[])[] {
  if (places === 0) return [[]];
  return paths(places - 1).flatMap((path) => Array.from({ length: LABELS }, (_, label) => [...path, label]));
}

function scoreOf({ transitions }: ChainWeights, scores: Float64Array, path: readonly number[]): number {
  return path.reduce((sum, label, place) => {
    const before = path[place - 1] ?? LABELS;
    return sum + scores[place * LABELS + label]! + transitions[before * LABELS + label]!;
  }, 0);
}

const number = fc.double({ min: -3, max: 3, noNaN: true });
const problem = fc.record({
  transitions: fc.array(number, { minLength: (LABELS + 1) * LABELS, maxLength: (LABELS + 1) * LABELS }),
  scores: fc
    .integer({ min: 1, max: 4 })
    .chain((places) => fc.array(number, { minLength: places * LABELS, maxLength: places * LABELS })),
});
const read = (given: { readonly transitions: readonly number[]; readonly scores: readonly number[] }) => ({
  weights: {
    labels: LABELS,
    features: new Float64Array(0),
    transitions: Float64Array.from(given.transitions),
  },
  scores: Float64Array.from(given.scores),
});

describe('bestLabels', () => {
  const isFree = (): boolean => true;
  const notTwice = (before: number, label: number): boolean => before !== label;

  test.each([
    ['any order', isFree],
    ['forbidden steps', notTwice],
  ])('finds the best of all paths, with %s', (_, allows) => {
    fc.assert(
      fc.property(problem, (given) => {
        const { weights, scores } = read(given);
        const allowed = paths(scores.length / LABELS).filter((path) =>
          path.every((label, place) => allows(path[place - 1] ?? LABELS, label)),
        );
        const found = bestLabels(weights, scores, allows);
        expect(allowed).toContainEqual(found);
        const best = Math.max(...allowed.map((path) => scoreOf(weights, scores, path)));
        expect(scoreOf(weights, scores, found)).toBeCloseTo(best, 9);
      }),
    );
  });

  test('has nothing to say of an empty text', () => {
    const { weights } = read({ transitions: Array.from({ length: 12 }, () => 0), scores: [] });
    expect(bestLabels(weights, new Float64Array(0), isFree)).toEqual([]);
  });
});

describe('marginals', () => {
  test('are those of all paths added up', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { weights, scores } = read(given);
        const places = new Float64Array(scores.length);
        const transitions = new Float64Array(weights.transitions.length);
        const all = paths(scores.length / LABELS);
        const shares = all.map((path) => Math.exp(scoreOf(weights, scores, path)));
        const total = shares.reduce((sum, share) => sum + share, 0);
        all.forEach((path, at) => {
          path.forEach((label, place) => {
            places[place * LABELS + label]! += shares[at]! / total;
            transitions[(path[place - 1] ?? LABELS) * LABELS + label]! += shares[at]! / total;
          });
        });
        const found = marginals(weights, scores);
        found.places.forEach((value, at) => expect(value).toBeCloseTo(places[at]!, 9));
        found.transitions.forEach((value, at) => expect(value).toBeCloseTo(transitions[at]!, 9));
      }),
    );
  });

  test('stay numbers in a long text with large scores', () => {
    const scores = Float64Array.from({ length: 300 * LABELS }, (_, at) => ((at * 37) % 101) - 50);
    const { weights } = read({ transitions: Array.from({ length: 12 }, (_, at) => at - 6), scores: [] });
    const { places, transitions } = marginals(weights, scores);
    expect([...places, ...transitions].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    expect(transitions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(300, 6);
  });
});

test('placeScores adds the weights of a place’s features', () => {
  const weights = {
    labels: 2,
    features: Float64Array.of(1, 2, 10, 20, 100, 200),
    transitions: new Float64Array(6),
  };
  expect(placeScores(weights, [Uint32Array.of(0, 2), Uint32Array.of(1)])).toEqual(
    Float64Array.of(101, 202, 10, 20),
  );
});
