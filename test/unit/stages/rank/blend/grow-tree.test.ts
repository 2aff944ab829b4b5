import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binned } from '../../../../../src/stages/rank/blend/bins.ts';
import { growTree, type Derivatives } from '../../../../../src/stages/rank/blend/grow-tree.ts';
import { isTree, type TreeNode, valueOf, walk } from '../../../../../src/stages/rank/blend/tree.ts';

const PENALTY = 1;
const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 6 }) }, fc.constant(NaN));
/** Rows of two features, with a slope and a curvature each. */
const rows = fc.array(
  fc.tuple(value, value, fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 })),
  {
    minLength: 1,
    maxLength: 30,
  },
);

type Rows = readonly (readonly [number, number, number, number])[];

function setUp(given: Rows): { table: readonly Float64Array[]; derivatives: Derivatives } {
  return {
    table: given.map(([a, b]) => Float64Array.of(a, b)),
    derivatives: {
      slopes: Float64Array.from(given, ([, , slope]) => slope),
      curvatures: Float64Array.from(given, ([, , , curvature]) => curvature),
    },
  };
}

/** Half the loss's fall, for the leaf values that make it least. */
function worth(given: Rows): number {
  const slope = given.reduce((sum, row) => sum + row[2], 0);
  return slope ** 2 / (given.reduce((sum, row) => sum + row[3], 0) + PENALTY);
}

/** The most that one question can win, over every feature, every value and both sides for what is not known. */
function bestByTrying(given: Rows, leaf: number): number {
  let best = 0;
  for (const feature of [0, 1] as const) {
    for (const [cut] of given.map((row) => [row[feature]])) {
      for (const unknownIsLess of [true, false]) {
        const isLess = (row: Rows[number]): boolean =>
          Number.isNaN(row[feature]) ? unknownIsLess : row[feature] <= cut!;
        const [less, more] = [given.filter(isLess), given.filter((row) => !isLess(row))];
        if (Number.isNaN(cut) || less.length < leaf || more.length < leaf) continue;
        // Cuts at the greatest value would part the known from the unknown, which is not asked.
        if (given.every((row) => Number.isNaN(row[feature]) || row[feature] <= cut!)) continue;
        best = Math.max(best, worth(less) + worth(more) - worth(given));
      }
    }
  }
  return best;
}

describe('growing a tree', () => {
  test('the first question wins what the best of all questions wins', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 4 }), (given, leaf) => {
        const { table, derivatives } = setUp(given);
        const tree = growTree(binned(table, 2), derivatives, { depth: 1, leaf, penalty: PENALTY });
        const best = bestByTrying(given, leaf);
        if (tree.split === undefined) return expect(best).toBeLessThan(1e-6);
        const { split } = tree;
        const isLess = (row: Rows[number]): boolean => {
          const asked = row[split.feature as 0 | 1];
          return Number.isNaN(asked) ? split.unknown === 'less' : asked <= split.atMost;
        };
        const [less, more] = [given.filter(isLess), given.filter((row) => !isLess(row))];
        expect(worth(less) + worth(more) - worth(given)).toBeCloseTo(best, 6);
        expect(Math.min(less.length, more.length)).toBeGreaterThanOrEqual(leaf);
      }),
    );
  });

  test('a leaf says what makes the loss of its rows least', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { table, derivatives } = setUp(given);
        const tree = growTree(binned(table, 2), derivatives, { depth: 3, leaf: 1, penalty: PENALTY });
        const byLeaf = new Map<TreeNode, Rows[number][]>();
        given.forEach((row, at) => {
          const leaf = leafOf(tree, table[at]!);
          byLeaf.set(leaf, [...(byLeaf.get(leaf) ?? []), row]);
        });
        for (const [leaf, own] of byLeaf) {
          const slope = own.reduce((sum, row) => sum + row[2], 0);
          const curvature = own.reduce((sum, row) => sum + row[3], 0);
          expect(leaf.value).toBeCloseTo(-slope / (curvature + PENALTY), 9);
        }
      }),
    );
  });

  test('what each feature adds is together what the tree says', () => {
    fc.assert(
      fc.property(rows, fc.tuple(value, value), (given, asked) => {
        const { table, derivatives } = setUp(given);
        const tree = growTree(binned(table, 2), derivatives, { depth: 3, leaf: 1, penalty: PENALTY });
        let sum = 0;
        walk(tree, Float64Array.from(asked), (_, change) => (sum += change));
        expect(sum).toBeCloseTo(valueOf(tree, Float64Array.from(asked)), 9);
      }),
    );
  });

  test('columns of more values than intervals are cut where as many rows lie on both sides', () => {
    const table = Array.from({ length: 1000 }, (_, at) => Float64Array.of((at * 7) % 1000));
    const {
      columns: [column],
    } = binned(table, 1);
    const counts = new Map<number, number>();
    for (const bin of column!.bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    expect(counts.size).toBe(64);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2);
    table.forEach(([one], at) => {
      const bin = column!.bins[at]!;
      expect(one! <= (column!.cuts[bin - 1] ?? Infinity)).toBe(true);
      expect(one! > (column!.cuts[bin - 2] ?? -Infinity)).toBe(true);
    });
  });
});

describe('a tree from a file', () => {
  const leaf = { value: 1 };
  const split = { feature: 1, atMost: 2, unknown: 'less', less: leaf, more: leaf };

  test('is one whose features there are', () => {
    expect(isTree({ value: 0, split }, 2)).toBe(true);
    expect(isTree({ value: 0, split }, 1)).toBe(false);
  });

  test.each([
    [null],
    [{ value: NaN }],
    [{ value: 0, split: null }],
    [{ value: 0, split: { ...split, unknown: 'left' } }],
    [{ value: 0, split: { ...split, atMost: Infinity } }],
    [{ value: 0, split: { ...split, more: undefined } }],
  ])('is not %j', (value) => {
    expect(isTree(value, 2)).toBe(false);
  });

  test('is not deeper than any that is grown', () => {
    let deep: TreeNode = leaf;
    for (let depth = 0; depth < 9; depth += 1)
      deep = { value: 0, split: { feature: 0, atMost: 0, unknown: 'less', less: deep, more: leaf } };
    expect(isTree(deep, 1)).toBe(false);
  });
});

function leafOf(tree: TreeNode, row: Float64Array): TreeNode {
  let node = tree;
  while (node.split !== undefined) {
    const { feature, atMost, unknown, less, more } = node.split;
    const asked = row[feature]!;
    node = (Number.isNaN(asked) ? unknown === 'less' : asked <= atMost) ? less : more;
  }
  return node;
}
