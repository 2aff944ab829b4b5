import { describe, expect, test } from '@jest/globals';
import { fieldsOf, textsAt } from '../../../../../src/stages/understand/catalogue/build/fields.ts';
import { slipsIn } from '../../../../../src/stages/understand/catalogue/build/slips.ts';
import { Tally } from '../../../../../src/stages/understand/catalogue/build/tally.ts';
import { wordRuns } from '../../../../../src/stages/understand/catalogue/build/tokens.ts';
import { soundKey } from '../../../../../src/stages/understand/catalogue/sound-table.ts';
import { builtFrom, loadedSegmenter } from './small-dictionary.ts';

const { segmenter } = loadedSegmenter;

describe('words of a text', () => {
  const runs = (text: string) => wordRuns(text, segmenter);

  test('stand in runs that punctuation ends, hyphens and blanks do not', () => {
    expect(runs('USB-C cable (2 m), black')).toEqual([['usb', 'c', 'cable'], ['2', 'm'], ['black']]);
  });

  test('are Chinese as the segmenter cuts it, in simplified characters', () => {
    expect(runs('行動電源 20000mAh')).toEqual([['行动', '电源', '20000mah']]);
  });

  test('have no accents and straight apostrophes', () => {
    expect(runs('Café Men’s')).toEqual([['cafe', "men's"]]);
  });
});

describe('a tally', () => {
  test('keeps what is frequent in bounded memory', () => {
    const tally = new Tally(10);
    for (let at = 0; at < 1000; at += 1) {
      tally.add('often');
      tally.add(`once ${at}`);
    }
    expect(tally.counts.size).toBeLessThanOrEqual(10);
    // Each round of forgetting may have cost one.
    expect(tally.of('often')).toBe(1000);
  });
});

describe('a dictionary of documents', () => {
  const dictionary = builtFrom((collector) => {
    for (let at = 0; at < 30; at += 1) {
      collector.document(
        [`壳匠 磁吸手机壳 iPhone 15 case ${at}`, at === 0 ? 'iphoen' : 'wireless charger'],
        [
          ['brand', at < 20 ? '壳匠' : at === 29 ? 'VOLTERA' : 'Voltera'],
          ['brand', '壳匠'],
          ['category', '数码 > 手机壳'],
          ['title', `壳匠 磁吸手机壳 iPhone 15 case ${at}`],
        ],
      );
    }
  });

  test('knows how many documents hold words and phrases', () => {
    const frequencies = ['iphone', 'iphone 15', 'iphone 15 case', 'wireless charger', 'android'];
    expect(frequencies.map((term) => dictionary.frequency(term))).toEqual([30, 30, 30, 29, 0]);
  });

  test('has the values of fields of names in the usual spelling, steps of categories, and no titles', () => {
    expect([...dictionary.values()]).toEqual([
      { text: 'Voltera', field: 'brand', count: 10 },
      { text: '壳匠', field: 'brand', count: 30 },
      { text: '手机壳', field: 'category', count: 30 },
      { text: '数码', field: 'category', count: 30 },
      { text: '数码 > 手机壳', field: 'category', count: 30 },
    ]);
  });

  test('finds Chinese names by their sound', () => {
    expect(dictionary.said(soundKey(['ke', 'jiang']))).toEqual(['壳匠']);
    expect(dictionary.said(soundKey(['shou', 'ji', 'ke']))).toEqual(['手机壳']);
  });

  test('has the words that the segmenter does not know, and cuts them out', () => {
    const cut = loadedSegmenter
      .with({ userDictionaries: [], words: dictionary.words })
      .segment('黑色壳匠手机壳');
    expect(cut.map(({ text }) => text)).toEqual(['黑色', '壳匠', '手机壳']);
  });
});

describe('a dictionary of queries', () => {
  const dictionary = builtFrom((collector) => {
    collector.query('bluetooth speaker', 500);
    collector.query('bluetoth speaker', 10);
    collector.query('karaoke', 3);
    collector.query('once', 2);
  });

  test('knows what is asked for again and again, and takes no slip for a word', () => {
    const frequencies = ['bluetooth', 'bluetoth', 'karaoke', 'once', 'bluetooth speaker'];
    expect(frequencies.map((term) => dictionary.frequency(term))).toEqual([500, 0, 3, 0, 500]);
  });
});

describe('slips', () => {
  const words = (counts: Readonly<Record<string, number>>) =>
    new Map(Object.entries(counts).map(([word, documents]) => [word, { documents, queries: 0 }]));

  test('are rare words one letter away from a frequent one: wrong, missing, added, swapped', () => {
    const found = slipsIn(words({ iphone: 500, iphine: 1, iphne: 2, iphonne: 5, iphnoe: 1 }));
    expect([...found].sort()).toEqual(['iphine', 'iphne', 'iphnoe', 'iphonne']);
  });

  test('are no inflections, no frequent words, no short ones and none with digits', () => {
    const found = slipsIn(
      words({ cable: 500, cables: 1, table: 40, case: 900, care: 1, galaxys24: 800, galaxys2: 1 }),
    );
    expect([...found]).toEqual([]);
  });
});

describe('texts of a field', () => {
  test('are found in objects, arrays and keys with a dot', () => {
    const source = { a: [{ b: 'one' }, { b: ['two', 3] }], 'a.b': 'four', c: { d: { e: 'five' } } };
    expect(textsAt(source, 'a.b')).toEqual(['one', 'two', '3', 'four']);
    expect(textsAt(source, 'c')).toEqual(['five']);
    expect(textsAt(source, 'd')).toEqual([]);
  });
});

test('fields of names are keywords, and texts with one beside them', () => {
  const keyword = { type: 'keyword' };
  const mapping = {
    properties: {
      title: { type: 'text' },
      brand: { type: 'text', fields: { raw: keyword } },
      made: { properties: { country: keyword } },
      price: { type: 'double' },
    },
  };
  expect(fieldsOf([mapping, mapping])).toEqual({
    texts: ['title', 'brand'],
    names: ['brand', 'made.country'],
  });
});
