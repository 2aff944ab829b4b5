import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ModelFile, writeModel } from '../../../../../src/stages/understand/model/model-file.ts';
import { charactersOf, featuresOf, ROWS } from '../../../../../src/stages/understand/tag/features.ts';
import { PhraseTable } from '../../../../../src/stages/understand/tag/phrase-table.ts';
import { TagModel } from '../../../../../src/stages/understand/tag/tag-model.ts';
import { createTagger } from '../../../../../src/stages/understand/tag/tagger.ts';
import { trainTagger } from '../../../../../src/stages/understand/tag/train-tagger.ts';

const brands = ['华为', '小米', '苹果', '联想', '索尼', 'acme', 'zeta'];
const products = ['手机', '手机壳', '平板', '耳机', '音箱', '键盘'];
const colours = ['红色', '黑色', '新款', '便宜的'];

/** Titles as `colour brand product`, each part tagged. */
const examples = brands.flatMap((brand) =>
  products.flatMap((product) =>
    colours.map((colour) => {
      const text = colour + brand + product;
      const [from, to] = [colour.length, colour.length + brand.length];
      const ranges = [
        { start: from, end: to, tag: 'brand' },
        { start: to, end: text.length, tag: 'product' },
      ];
      return { text, ranges };
    }),
  ),
);
const model = trainTagger(examples);
const pieces = (text: string): readonly string[] =>
  model.tag(text).map(({ start, end, tag }) => `${tag}:${Array.from(text).slice(start, end).join('')}`);

describe('a trained tagger', () => {
  test('finds what it was shown, and what stands where such things stand', () => {
    expect(pieces('黑色华为手机壳')).toEqual(['brand:华为', 'product:手机壳']);
    expect(pieces('黑色大疆手机')).toEqual(['brand:大疆', 'product:手机']);
    expect(pieces('红色ＡＣＭＥ平板')).toEqual(['brand:ＡＣＭＥ', 'product:平板']);
  });

  test('is the same when it is trained again, and when it is read again', () => {
    const bytes = model.toBytes();
    expect(trainTagger(examples).toBytes().equals(bytes)).toBe(true);
    const read = TagModel.open(bytes);
    expect(read.tags).toEqual(['brand', 'product']);
    for (const { text } of examples) expect(read.tag(text)).toEqual(model.tag(text));
  });

  test('gives pieces in order inside of the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        let end = 0;
        for (const piece of model.tag(text)) {
          expect(piece.start).toBeGreaterThanOrEqual(end);
          expect(piece.end).toBeGreaterThan(piece.start);
          end = piece.end;
        }
        expect(end).toBeLessThanOrEqual(Array.from(text).length);
      }),
    );
  });

  test('looks at the beginning of a megabyte only', () => {
    expect(model.tag('华为手机'.repeat(250_000)).every(({ end }) => end <= 300)).toBe(true);
  });

  test('cannot be trained on texts without tags', () => {
    expect(() => trainTagger([{ text: 'a', ranges: [] }])).toThrow('no text has a tag');
  });

  test('refuses a file of other features, or whose parts do not fit', () => {
    const file = new ModelFile(model.toBytes(), 'tagging');
    const [features, transitions] = [file.floats('features'), file.floats('transitions')];
    const phrases = file.bytes('phrases');
    const written = (about: object, sections: object): Buffer =>
      writeModel({ ...file.about, ...about }, { phrases, features, transitions, ...sections });
    expect(() => TagModel.open(written({ features: 99 }, {}))).toThrow('features of version 99');
    for (const bytes of [
      written({ tags: ['a'] }, {}),
      written({ tags: 'brand' }, {}),
      written({}, { transitions: transitions.slice(1) }),
      written({}, { features: features.slice(1) }),
    ]) {
      expect(() => TagModel.open(bytes)).toThrow('do not fit together');
    }
  });
});

describe('featuresOf', () => {
  test('are rows of the table, as many for each character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const characters = charactersOf(text);
        const rows = featuresOf(characters, new PhraseTable(new Map([['手机', 'product']])));
        expect(rows).toHaveLength(characters.length);
        expect(rows.every((own) => own.length === 24 && own.every((row) => row < ROWS))).toBe(true);
      }),
    );
  });

  test('do not depend on width and case', () => {
    const none = new PhraseTable(new Map());
    expect(featuresOf(charactersOf('ＩＰhone１５'), none)).toEqual(
      featuresOf(charactersOf('iphone15'), none),
    );
  });
});

describe('createTagger', () => {
  const values = new Map([
    ['苹果', 'brand'],
    ['苹果手机', 'product'],
    ['Galaxy S21', 'model'],
    ['HP', 'brand'],
    ['constructor', 'brand'],
  ]);
  const tagger = createTagger({ values });
  const found = (text: string, by = tagger): readonly string[] =>
    by(text).map(({ start, end, tag, by: source }) => `${source} ${tag}:${text.slice(start, end)}`);

  test('takes the longest value of the catalogue, in any case and width', () => {
    expect(found('苹果手机壳')).toEqual(['dictionary product:苹果手机']);
    expect(found('samsung GALAXY ｓ21 case')).toEqual(['dictionary model:GALAXY ｓ21']);
    expect(found('😀苹果')).toEqual(['dictionary brand:苹果']);
    expect(found('hp苹果')).toEqual(['dictionary brand:hp', 'dictionary brand:苹果']);
  });

  test('does not cut words of letters and digits', () => {
    expect(found('hp2000')).toEqual([]);
    expect(found('php galaxy s210')).toEqual([]);
    expect(found('an hp, please')).toEqual(['dictionary brand:hp']);
    expect(found('toString')).toEqual([]);
  });

  test('asks the model for the rest only', () => {
    const both = createTagger({ values: new Map([['手机壳', 'catalogue']]), model });
    expect(found('黑色华为手机壳', both)).toEqual(['model brand:华为', 'dictionary catalogue:手机壳']);
  });

  test('gives pieces in order and without overlaps', () => {
    const both = createTagger({ values, model });
    const word = fc.constantFrom('苹果', '手机', '华为', 'hp', ' ', '壳', 'galaxy s21', '😀', '红色');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), (words) => {
        let end = 0;
        for (const span of both(words.join(''))) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(words.join('').length);
      }),
    );
  });
});
