import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PackedTree, ROOT } from '../../../../src/rules/common/packed-tree.ts';

const path = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 });

function grow(tree: PackedTree, labels: readonly number[]): number {
  return labels.reduce((node, label) => tree.grown(node, label), ROOT);
}

function follow(tree: PackedTree, labels: readonly number[]): number | undefined {
  return labels.reduce<number | undefined>(
    (node, label) => (node === undefined ? undefined : tree.child(node, label)),
    ROOT,
  );
}

describe('PackedTree', () => {
  it('leads where it was grown, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 200 }), path, (paths, other) => {
        const tree = new PackedTree();
        const ends = new Map(paths.map((labels) => [labels.join(), grow(tree, labels)]));
        for (const [key, end] of ends) {
          expect(follow(tree, key.split(',').map(Number))).toBe(end);
        }
        expect(new Set(ends.values()).size).toBe(ends.size);
        const begins = paths.some((labels) => other.every((label, at) => labels[at] === label));
        expect(follow(tree, other) !== undefined).toBe(begins);
      }),
    );
  });

  it('holds many edges of one node and many nodes in a row', () => {
    const tree = new PackedTree();
    const wide = Array.from({ length: 20_000 }, (_, label) => tree.grown(ROOT, label));
    const labels = Array.from({ length: 20_000 }, (_, at) => at % 3);
    const deep = grow(tree, labels);
    expect(wide.every((node, label) => tree.child(ROOT, label) === node)).toBe(true);
    expect(follow(tree, labels)).toBe(deep);
    expect(tree.child(ROOT, 20_000)).toBeUndefined();
    expect(tree.child(deep, 0)).toBeUndefined();
  });
});
