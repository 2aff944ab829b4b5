import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PostingList } from '../../../../src/embedded/segment/posting-list.ts';

type Model = ReadonlyMap<number, readonly number[]>;

const model = fc
  .uniqueArray(fc.nat(200), { maxLength: 30 })
  .chain((docs) =>
    fc.tuple(
      ...docs
        .toSorted((a, b) => a - b)
        .map((doc) =>
          fc.tuple(fc.constant(doc), fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 5 })),
        ),
    ),
  )
  .map(
    (entries): Model =>
      new Map(entries.map(([doc, positions]) => [doc, positions.toSorted((a, b) => a - b)])),
  );

function filled(entries: Model): PostingList {
  const list = new PostingList();
  for (const [doc, positions] of entries) for (const position of positions) list.add(doc, position);
  return list;
}

function read(list: PostingList, maxDoc: number): Map<number, number[]> {
  const found = list.below(maxDoc);
  const out = new Map<number, number[]>();
  found?.docs.forEach((doc, i) => {
    expect(found.freqs[i]).toBe(found.positions(i).length);
    out.set(doc, [...found.positions(i)]);
  });
  return out;
}

describe('PostingList', () => {
  test('gives back what was added, below any bound', () => {
    fc.assert(
      fc.property(model, fc.nat(201), (entries, maxDoc) => {
        const expected = new Map([...entries].filter(([doc]) => doc < maxDoc));
        expect(read(filled(entries), maxDoc)).toEqual(expected);
      }),
    );
  });

  test('what was read stays as it was while more is added', () => {
    const list = filled(new Map([[1, [0, 4]]]));
    const before = list.below(10)!;
    for (let doc = 2; doc < 100; doc++) list.add(doc, doc);
    expect([...before.docs]).toEqual([1]);
    expect([...before.positions(0)]).toEqual([0, 4]);
    expect(list.below(100)!.docs).toHaveLength(99);
  });

  test('renumbers, leaving out the dead', () => {
    fc.assert(
      fc.property(model, fc.func(fc.boolean()), (entries, isLive) => {
        const numbers = new Int32Array(201).fill(-1);
        const expected = new Map<number, readonly number[]>();
        let next = 0;
        for (let doc = 0; doc <= 200; doc++) {
          if (!isLive(doc)) continue;
          const positions = entries.get(doc);
          if (positions !== undefined) expected.set(next, positions);
          numbers[doc] = next++;
        }
        const moved = filled(entries).renumbered(numbers);
        expect(moved === undefined ? new Map() : read(moved, 201)).toEqual(expected);
      }),
    );
  });
});
