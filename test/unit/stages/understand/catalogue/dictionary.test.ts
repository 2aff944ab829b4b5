import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDictionary } from '../../../../../src/stages/understand/catalogue/open-dictionary.ts';
import { soundKey } from '../../../../../src/stages/understand/catalogue/sound-table.ts';
import { termKey } from '../../../../../src/stages/understand/catalogue/term-key.ts';
import {
  type DictionaryParts,
  writeDictionary,
} from '../../../../../src/stages/understand/catalogue/write-dictionary.ts';
import { writeModel } from '../../../../../src/stages/understand/model/model-file.ts';

const parts: DictionaryParts = {
  origin: { index: 'shop', builtAt: '2026-01-01T00:00:00.000Z', documents: 7, queries: 3 },
  terms: new Map([
    ['iphone', { documents: 5, queries: 2 }],
    ['iphone 15', { documents: 2, queries: 0 }],
    ['15', { documents: 2, queries: 0 }],
    ['手机壳', { documents: 4, queries: 9 }],
    ['充电宝', { documents: 0, queries: 3 }],
  ]),
  pairs: [
    ['iphone', '15', 2],
    ['iphone', 'nowhere', 4],
  ],
  sounds: [
    [soundKey(['shou', 'ji', 'ke']), '手机壳'],
    [soundKey(['chong', 'dian', 'bao']), '充电宝'],
  ],
  values: [
    { text: 'Apple', field: 'brand', count: 5 },
    { text: '雾黑', field: 'attributes.color', count: 2 },
    { text: 'Anker', field: 'brand', count: 1 },
  ],
  words: new Map([
    ['手机壳', -9.5],
    ['磁吸', -11],
  ]),
  probes: ['手机壳', 'nowhere'],
};
const file = writeDictionary(parts);

describe('a dictionary', () => {
  const dictionary = openDictionary(file);

  test('knows its terms and how many documents hold them, or else queries', () => {
    expect(
      ['iphone', 'iphone 15', '手机壳', '充电宝', 'iphon'].map((term) => dictionary.frequency(term)),
    ).toEqual([5, 2, 4, 3, 0]);
    expect([dictionary.has('15'), dictionary.has('16'), dictionary.size]).toEqual([true, false, 5]);
    expect([dictionary.frequency('15 iphone'), dictionary.frequency('15 ')]).toEqual([0, 0]);
    expect(dictionary.origin).toEqual(parts.origin);
  });

  test('gives values with their fields, in order', () => {
    expect([...dictionary.values()]).toEqual([
      { text: '雾黑', field: 'attributes.color', count: 2 },
      { text: 'Anker', field: 'brand', count: 1 },
      { text: 'Apple', field: 'brand', count: 5 },
    ]);
  });

  test('finds terms by how they are said, mixed up initials and finals included', () => {
    expect(dictionary.said(soundKey(['shou', 'ji', 'ke']))).toEqual(['手机壳']);
    expect(dictionary.said(soundKey(['sou', 'ji', 'ke']))).toEqual(['手机壳']);
    expect(dictionary.said(soundKey(['ke', 'ji', 'shou']))).toEqual([]);
  });

  test('says what follows what', () => {
    const after = dictionary.follows('iphone', '15');
    expect(after).toBeGreaterThan(dictionary.follows(undefined, '15'));
    expect(dictionary.follows('iphone', '手机壳')).toBeLessThan(dictionary.follows(undefined, '手机壳'));
    expect(dictionary.follows('iphone', 'nowhere')).toBeLessThan(dictionary.follows('iphone', '手机壳'));
    expect(dictionary.follows('nowhere', 'nowhere')).toBe(-9);
  });

  test('is a probability over the words behind one', () => {
    const sum = [...parts.terms.keys()].reduce(
      (all, word) => all + 10 ** dictionary.follows('iphone', word),
      0,
    );
    expect(sum).toBeCloseTo(1, 6);
  });

  test('gives words to try analyzers with', () => {
    expect(dictionary.probes()).toEqual(['手机壳']);
  });

  test('gives the segmenter its words', () => {
    const { words } = dictionary;
    let range = words.all;
    Array.from('手机壳').forEach((unit, depth) => (range = words.narrow(range, depth, unit.charCodeAt(0))!));
    expect(words.weightOf(range, 3)).toBeCloseTo(-9.5);
  });

  test('holds any terms', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 12 })), (terms) => {
        const counted = terms.map((term, at) => [term, { documents: at + 1, queries: 0 }] as const);
        const read = openDictionary(writeDictionary({ ...parts, terms: new Map(counted) }));
        expect(terms.map((term) => read.frequency(term))).toEqual(terms.map((_, at) => at + 1));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a file that is no sound dictionary is refused:', () => {
  test('another kind of file', () => {
    expect(() => openDictionary(Buffer.from('PK\u0003\u0004 a zip'))).toThrow('not a model file');
    expect(() => openDictionary(writeModel({ kind: 'intent' }, {}))).toThrow('a model for intent');
  });

  test('one of a newer form', () => {
    const newer = writeModel({ kind: 'catalogue-dictionary', format: 2 }, {});
    expect(() => openDictionary(newer)).toThrow(
      'of form 2; this gateway reads up to 1: build it again, or update',
    );
  });

  test('one cut short, or with one bit flipped anywhere', () => {
    expect(() => openDictionary(file.subarray(0, -9))).toThrow('cut short');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const damaged = Buffer.from(file);
        damaged[at]! ^= 1 << bit;
        // The header is text: a changed letter of its names or numbers shows when it is read, or not at all.
        const isPayload = at >= 12 + file.readUInt32LE(8);
        if (isPayload) expect(() => openDictionary(damaged)).toThrow('damaged');
      }),
    );
  });
});

test('terms are written one way', () => {
  expect(termKey('  ＩＰＨＯＮＥ　15  ')).toBe('iphone 15');
  expect(termKey('充電寶')).toBe('充电宝');
});
