import { describe, expect, test } from '@jest/globals';
import { IntentModel } from '../../../../../src/stages/understand/intent/intent-model.ts';
import { trainIntentModel } from '../../../../../src/stages/understand/intent/train-intent.ts';
import { ModelFile, writeModel } from '../../../../../src/stages/understand/model/model-file.ts';

const songs = ['播放一首歌', '放点音乐', '我想听歌', '来一首老歌', 'play a song', 'some music please'];
const weather = [
  '明天天气怎么样',
  '今天会下雨吗',
  '北京的天气',
  '气温多少度',
  'weather tomorrow',
  'will it rain',
];
const examples = [
  ...songs.map((text) => ({ text, intent: 'music' })),
  ...weather.map((text) => ({ text, intent: 'weather' })),
];
const model = trainIntentModel(examples);

describe('a trained model', () => {
  test.each([
    ['放一首歌', 'music'],
    ['上海天气', 'weather'],
    ['PLAY MUSIC', 'music'],
    ['does it rain?', 'weather'],
  ])('%s is about %s', (text, intent) => {
    const prediction = model.predict(text);
    expect(prediction?.intent).toBe(intent);
    expect(prediction!.probability).toBeGreaterThan(0.5);
    expect(prediction!.probability).toBeLessThanOrEqual(1);
  });

  test.each([
    ['nothing', ''],
    ['emoji', '🎧'],
    ['lone surrogates', '\ud800'],
  ])('a text of %s has a prediction that is sound, or none', (_, text) => {
    const { probability } = model.predict(text) ?? { probability: 0 };
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(1);
  });

  test('is the same when it is trained again', () => {
    expect(trainIntentModel(examples).toBytes().equals(model.toBytes())).toBe(true);
  });

  test('is the same when it is read again', () => {
    const read = IntentModel.open(model.toBytes());
    expect(read.intents).toEqual(['music', 'weather']);
    for (const { text } of examples) expect(read.predict(text)).toEqual(model.predict(text));
    expect(read.probabilityFor(0.5)).toBe(model.probabilityFor(0.5));
  });

  test('knows from which probability on it is precise enough', () => {
    expect(model.probabilityFor(0)).toBeLessThan(1);
    // Twelve texts prove no precision of 99 %.
    expect(model.probabilityFor(0.99)).toBe(Infinity);
  });

  test('does not trust in what was only learnt from texts much alike', () => {
    // Codes tell nothing of each other, but twins everything.
    const twins = Array.from({ length: 40 }, (_, code) =>
      Array.from({ length: 5 }, (_, twin) => ({
        text: `${(code * 7919 + 13) % 9973}${'!'.repeat(twin)}`,
        intent: code % 2 === 0 ? 'even' : 'odd',
        group: String(code),
      })),
    ).flat();
    const alone = trainIntentModel(twins.map(({ text, intent }) => ({ text, intent })));
    expect(alone.probabilityFor(0.9)).toBeLessThan(1);
    expect(trainIntentModel(twins).probabilityFor(0.9)).toBe(Infinity);
  });

  test('learns which part of the work is done', () => {
    const shares: number[] = [];
    trainIntentModel(examples, (share) => shares.push(share));
    expect(shares).toEqual([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
  });
});

describe('what cannot be a model', () => {
  test('too few examples or intents', () => {
    expect(() => trainIntentModel(examples.slice(0, 6))).toThrow('two intents');
    expect(() => trainIntentModel(examples.slice(3, 9))).toThrow('10 examples');
  });

  test('a file with other features, or whose parts do not fit', () => {
    const file = new ModelFile(model.toBytes(), 'intent');
    const [table, numbers] = [file.words32('table'), file.words32('numbers')];
    const [rarities, weights] = [file.floats('rarities'), file.floats('weights')];
    const written = (about: object, sections: object): Buffer =>
      writeModel({ ...file.about, ...about }, { table, numbers, rarities, weights, ...sections });
    expect(() => IntentModel.open(written({ features: 99 }, {}))).toThrow('features of version 99');
    for (const bytes of [
      written({ intents: ['a', 'b', 'c'] }, {}),
      written({}, { weights: weights.slice(1) }),
      written({}, { table: table.slice(1) }),
      written({}, { numbers: numbers.map(() => 1e9) }),
      written({ steps: undefined }, {}),
    ]) {
      expect(() => IntentModel.open(bytes)).toThrow('do not fit together');
    }
  });
});
