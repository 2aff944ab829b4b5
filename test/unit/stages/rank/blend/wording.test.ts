import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitWording } from '../../../../../src/stages/rank/blend/fit-wording.ts';
import { lettersOf } from '../../../../../src/stages/rank/blend/grams.ts';
import { BUCKETS, gramVector, Wording } from '../../../../../src/stages/rank/blend/wording.ts';

const GOOD = ['安装步骤详解', '安装步骤与图解', '图解安装的步骤'];
const BAD = ['页面没有找到', '没有找到页面', '页面错误没有找到'];

function learnt(times = 20): Wording {
  const texts = Array.from({ length: times }, () => [
    ...GOOD.map((text) => ({ text, label: 2 })),
    ...BAD.map((text) => ({ text, label: 0 })),
  ]).flat();
  return new Wording(
    fitWording(texts.map(({ text, label }) => ({ vector: gramVector(lettersOf(text)), label }))),
  );
}

describe('the wording of texts', () => {
  test('what stood in good texts speaks for a new one', () => {
    const wording = learnt();
    expect(wording.of(lettersOf('安装与步骤'))).toBeGreaterThan(0.3);
    expect(wording.of(lettersOf('找到的页面'))).toBeLessThan(-0.3);
    expect(wording.of([])).toBe(0);
  });

  test('the weights make the penalised squares least: no step along any text makes them less', () => {
    const texts = [...GOOD, ...BAD].map((text, at) => ({
      vector: gramVector(lettersOf(text)),
      label: at % 3,
    }));
    const weights = fitWording(texts);
    const mean = texts.reduce((sum, { label }) => sum + label, 0) / texts.length;
    const lossAt = (of: Float64Array): number =>
      texts.reduce((sum, { vector, label }) => {
        const said = vector.values.reduce((total, value, at) => total + value * of[vector.buckets[at]!]!, 0);
        return sum + (label - mean - said) ** 2;
      }, 0) +
      5 * of.reduce((sum, weight) => sum + weight * weight, 0);
    const least = lossAt(weights);
    for (const { vector } of texts) {
      for (const step of [-0.01, 0.01]) {
        const moved = Float64Array.from(weights);
        vector.buckets.forEach((bucket, at) => (moved[bucket]! += step * vector.values[at]!));
        expect(lossAt(moved)).toBeGreaterThan(least);
      }
    }
  });

  test('a text is of length 1, however long it is', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
        (text) => {
          const { values } = gramVector(lettersOf(text));
          expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('a file holds it to half a step of its weights', () => {
    const weights = Float64Array.from({ length: BUCKETS }, (_, at) => Math.sin(at));
    const [before, after] = [new Wording(weights), Wording.open(Wording.write('wording(title)', weights))];
    const letters = lettersOf('页面没有找到安装步骤');
    const most = gramVector(letters).values.reduce((sum, value) => sum + Math.abs(value), 0) / 254;
    expect(Math.abs(before.of(letters) - after.of(letters))).toBeLessThanOrEqual(most + 1e-9);
  });

  test('a file of another size is refused', () => {
    expect(() => Wording.open({ name: 'wording(title)', step: 1, weights: 'AAAA' })).toThrow(
      /wording\(title\)/,
    );
  });
});
