import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomIntegers } from '../../../src/evaluation/random.ts';
import { recovered, withTypo } from '../../../src/evaluation/typos.ts';

describe('withTypo', () => {
  test('changes one word by one slip, and its first letter never', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), fc.nat(), (words, seed) => {
        const text = words.join(' ');
        const typed = withTypo(text, randomIntegers(seed));
        const after = typed.split(' ');
        expect(after).toHaveLength(words.length);
        const changed = [...words.keys()].filter((at) => words[at] !== after[at]);
        if (!words.some((word) => word.length >= 4)) return expect(typed).toBe(text);
        // Two equal letters that are swapped are the same word; such a slip is a missing letter instead.
        expect(changed).toHaveLength(1);
        const [was, is] = [words[changed[0]!]!, after[changed[0]!]!];
        expect(is[0]).toBe(was[0]);
        expect(Math.abs(is.length - was.length)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is the same for the same seed, and leaves Chinese and short words alone', () => {
    expect(withTypo('wireless headphones', randomIntegers(7))).toBe(
      withTypo('wireless headphones', randomIntegers(7)),
    );
    expect(withTypo('手机壳 usb c 15', randomIntegers(7))).toBe('手机壳 usb c 15');
    expect(withTypo('', randomIntegers(7))).toBe('');
  });

  test('makes slips of all four kinds', () => {
    const typed = Array.from({ length: 200 }, (_, seed) => withTypo('phones', randomIntegers(seed)));
    expect(new Set(typed.map((word) => word.length))).toEqual(new Set([5, 6, 7]));
    expect(typed.some((word) => [...word].sort().join('') === 'ehnops')).toBe(true);
  });
});

test.each([
  [0.8, 0.2, 0.8, 1],
  [0.8, 0.2, 0.5, 0.5],
  [0.8, 0.2, 0.1, -1 / 6],
  [0.8, 0.8, 0.9, 0],
])('clean %d, typed %d, corrected %d: %d of the loss is won back', (clean, typed, corrected, share) => {
  expect(recovered(clean, typed, corrected)).toBeCloseTo(share);
});
