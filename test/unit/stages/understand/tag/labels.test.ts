import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabelSet, rangesOfBio } from '../../../../../src/stages/understand/tag/labels.ts';

describe('rangesOfBio', () => {
  test('reads pieces that stand side by side', () => {
    expect(rangesOfBio(['B-brand', 'I-brand', 'B-brand', 'O', 'B-a b'])).toEqual([
      { start: 0, end: 2, tag: 'brand' },
      { start: 2, end: 3, tag: 'brand' },
      { start: 4, end: 5, tag: 'a b' },
    ]);
    expect(rangesOfBio([])).toEqual([]);
  });

  test.each([[['I-brand']], [['B-brand', 'I-model']], [['B-brand', 'O', 'I-brand']], [['brand']], [['B-']]])(
    'refuses %j',
    (labels) => {
      expect(rangesOfBio(labels)).toBeUndefined();
    },
  );
});

describe('LabelSet', () => {
  const set = new LabelSet(['brand', 'model']);
  const label = fc.nat(set.size - 1);

  test('gives back the pieces it made labels of', () => {
    const pieces = fc.array(
      fc.record({
        gap: fc.nat(2),
        length: fc.integer({ min: 1, max: 3 }),
        tag: fc.constantFrom('brand', 'model'),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(pieces, (list) => {
        let end = 0;
        const ranges = list.map(({ gap, length, tag }) => {
          const start = end + gap;
          end = start + length;
          return { start, end, tag };
        });
        expect(set.rangesOf(set.labelsOf(ranges, end + 2))).toEqual(ranges);
      }),
    );
  });

  test('allows what rangesOfBio can read, and nothing else', () => {
    const names = ['O', 'B-brand', 'I-brand', 'B-model', 'I-model'];
    fc.assert(
      fc.property(fc.array(label, { maxLength: 6 }), (labels) => {
        const isAllowed = labels.every((one, at) => set.allows(labels[at - 1] ?? set.size, one));
        expect(rangesOfBio(labels.map((one) => names[one]!)) !== undefined).toBe(isAllowed);
      }),
    );
  });
});
