import { describe, expect, test } from '@jest/globals';
import { learnPairs, type PairExample, rowFor } from '../../../../src/cli/train/pair-learner.ts';
import { randomNumbers } from '../../../../src/evaluation/random.ts';
import { BlendModel } from '../../../../src/stages/rank/blend/blend-model.ts';

const FEATURES = ['pieces(title)', 'wording(title)'];
const TRAINING = { id: 'titles@1', features: FEATURES, seed: 1 };

/** Texts of random characters; those of a good kind begin with the same word. */
function somePairs(count: number, goodWord: string): readonly PairExample[] {
  const chance = randomNumbers(11);
  const letter = (): string => String.fromCodePoint(0x4e00 + Math.floor(chance() * 2000));
  return Array.from({ length: count }, (_, at) => {
    const isGood = chance() < 0.5;
    const rest = Array.from({ length: 12 }, letter).join('');
    const text = (isGood ? goodWord : '') + rest;
    return { query: `q${at}`, text, label: Number(isGood), row: Float64Array.of(chance(), NaN) };
  });
}

describe('learning from pairs', () => {
  test('a word that only good texts have speaks for texts that were not seen', () => {
    const pairs = somePairs(500, '详解');
    const file = learnPairs(pairs.slice(0, 400), TRAINING);
    const [model, rowOf] = [BlendModel.open(JSON.stringify(file)), rowFor(file)];
    const held = pairs.slice(400).map((pair) => ({ ...pair, score: model.score(rowOf(pair)) }));
    const [good, bad] = [1, 0].map((label) => held.filter((pair) => pair.label === label));
    const pairsInOrder = good!.flatMap(({ score }) => bad!.map((other) => score > other.score));
    expect(pairsInOrder.filter(Boolean).length / pairsInOrder.length).toBeGreaterThan(0.9);
  });

  test('texts that say nothing teach nothing, though each is known by heart', () => {
    const file = learnPairs(somePairs(400, ''), TRAINING);
    const model = BlendModel.trusted(file);
    const at = (wording: number): number => model.score(Float64Array.of(0.5, wording));
    // Trees that had seen a text's own label in its wording would swing by nearly all of a label.
    expect(Math.abs(at(0.5) - at(-0.5))).toBeLessThan(0.5);
  });

  test('without a wording there is none in the file', () => {
    const pairs = somePairs(200, '详解').map((pair) => ({ ...pair, row: pair.row.slice(0, 1) }));
    const file = learnPairs(pairs, { ...TRAINING, features: ['pieces(title)'] });
    expect(file.wordings).toEqual([]);
    expect(rowFor(file)(pairs[0]!)).toEqual(pairs[0]!.row);
  });
});
