import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Target, TargetListBuilder, targetsOf } from '../../../../src/rules/common/target-lists.ts';

const INSIDE = { isFirst: false, isLast: false };
const WHOLE = { isFirst: true, isLast: true };

const rule = fc.nat({ max: 300_000 });
const sides = { left: fc.boolean(), right: fc.boolean() };
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ rule, ...sides }),
  fc.record({ rule, literal: fc.nat({ max: 1000 }), ...sides }),
);

describe('targetsOf', () => {
  it('gives what was added to a node, in that order', () => {
    const added = fc.array(fc.tuple(fc.nat({ max: 2000 }), target), { maxLength: 300 });
    fc.assert(
      fc.property(added, (pairs) => {
        const builder = new TargetListBuilder();
        for (const [node, one] of pairs) builder.add(node, one);
        const lists = builder.packed();
        for (const [node] of pairs) {
          const own = pairs.flatMap(([at, one]) => (at === node ? [one] : []));
          expect(targetsOf(lists, node, WHOLE)).toEqual(own);
          expect(targetsOf(lists, node, INSIDE)).toEqual(own.filter(({ left, right }) => !left && !right));
        }
      }),
    );
  });

  it('asks of each side only what the target asks', () => {
    const builder = new TargetListBuilder();
    builder.add(3, { rule: 1, left: true, right: false });
    builder.add(3, { rule: 2, left: false, right: true });
    const lists = builder.packed();
    const rulesOf = (around: typeof WHOLE): readonly number[] =>
      targetsOf(lists, 3, around).map((one) => one.rule);
    expect(rulesOf({ isFirst: true, isLast: false })).toEqual([1]);
    expect(rulesOf({ isFirst: false, isLast: true })).toEqual([2]);
    expect(rulesOf(WHOLE)).toEqual([1, 2]);
  });

  it('has nothing for a node to which nothing was added, however large its number', () => {
    const builder = new TargetListBuilder();
    builder.add(1, { rule: 0, left: false, right: false });
    const lists = builder.packed();
    expect(targetsOf(lists, 0, WHOLE)).toEqual([]);
    expect(targetsOf(lists, 1_000_000, WHOLE)).toEqual([]);
    expect(targetsOf(new TargetListBuilder().packed(), 0, WHOLE)).toEqual([]);
  });

  it('keeps lists whole while they grow', () => {
    const builder = new TargetListBuilder();
    for (let at = 0; at < 10_000; at += 1) builder.add(at % 7, { rule: at, left: false, right: false });
    expect(targetsOf(builder.packed(), 4, INSIDE).map((one) => one.rule)).toEqual(
      Array.from({ length: 1428 }, (_, at) => at * 7 + 4),
    );
  });
});
