import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CorrectionCandidate } from '../../../../../../src/stages/understand/correct/correction.ts';
import { outcomeOf } from '../../../../../../src/stages/understand/correct/correction.ts';
import {
  createEnglishCorrector,
  ENGLISH_THRESHOLDS,
} from '../../../../../../src/stages/understand/correct/english/corrector.ts';
import { MODEL } from './model.ts';

const corrector = createEnglishCorrector(MODEL);

/** A catalogue with these words and phrases, each in so many documents. */
const catalogue = (counts: Readonly<Record<string, number>>) => ({
  vocabulary: {
    frequency: (term: string) => counts[term] ?? 0,
    follows: (before: string | undefined, word: string) =>
      counts[`${before} ${word}`] === undefined ? (counts[word] === undefined ? -9 : -4) : -1,
  },
});

/** The text as it would be searched. */
function searched(text: string, by = corrector): string {
  const [best] = by.correct(text).candidates;
  return best !== undefined && outcomeOf(best.confidence, ENGLISH_THRESHOLDS) === 'replace'
    ? best.text
    : text;
}

function applied(text: string, { edits }: CorrectionCandidate): string {
  let result = '';
  let at = 0;
  for (const { start, end, replacement } of edits) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

describe('createEnglishCorrector', () => {
  test.each([
    ['wireless hedphones', 'wireless headphones'],
    ['bluetoth speaker', 'bluetooth speaker'],
    ['how to chnage a car tire', 'how to change a car tire'],
    ['nikon digtal camera', 'nikon digital camera'],
    ['wshing machne', 'washing machine'],
    ['Samsung Galxy S21', 'Samsung Galaxy S21'],
    ['SAMSUNG GALXY', 'SAMSUNG GALAXY'],
    ['what is the capitol of cnada?', 'what is the capitol of canada?'],
  ])('%s → %s', (typed, meant) => {
    expect(searched(typed)).toBe(meant);
  });

  test.each([
    'wireless headphones',
    'dell xps 13 9310',
    'WH-1000XM5',
    'iphone 15 pro max 256gb',
    'ddr4 3200 sodimm',
    'at&t sim card',
    'usb-c to hdmi 2.1',
    'what does BTU stand for',
    'café de flore',
    'levis 501 w32 l34',
    'logitech mx keys',
    'schmorl\u2019s nodes',
    'node.js tutorial',
    'www.exmaple.com',
    'someone@exmaple.com',
    'C:\\Windws\\system32',
    '#throwbak',
  ])('leaves %s alone', (text) => {
    expect(searched(text)).toBe(text);
  });

  test('says where it changed what', () => {
    const text = '  Wireles, hedphones ';
    const [best] = corrector.correct(text).candidates;
    expect(best).toMatchObject({
      text: '  Wireless, headphones ',
      edits: [
        { start: 2, end: 9, replacement: 'Wireless' },
        { start: 11, end: 20, replacement: 'headphones' },
      ],
    });
    expect(best!.confidence).toBeGreaterThan(0.7);
  });

  test('two words written as one are searched as both, never replaced', () => {
    const [best] = corrector.correct('wirelessheadphones').candidates;
    expect(best?.text).toBe('wireless headphones');
    expect(outcomeOf(best!.confidence, ENGLISH_THRESHOLDS)).toBe('both');
  });

  test('is less sure of a word that may be right', () => {
    const confidence = (text: string): number => corrector.correct(text).candidates[0]?.confidence ?? 0;
    expect(confidence('relevant serch')).toBeGreaterThan(confidence('hugo cabret'));
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \t\n '],
    ['a megabyte', 'hedphones '.repeat(100_000)],
    ['a megabyte in one word', 'hedphones'.repeat(110_000)],
    ['many words', 'hedphones '.repeat(39) + 'and some more'],
    ['emoji', '😀👨‍👩‍👧🎧'],
    ['right to left', 'سماعات لاسلكية אוזניות'],
    ['Chinese', '无线耳机'],
    ['lone surrogates', '\ud800\udc00\ud800 \udfff'],
    ['prototype names', '__proto__ constructor hasOwnProperty'],
    ['marks without letters', '\u0301\u0301\u0301'],
  ])('leaves %s alone', (_, text) => {
    expect(searched(text)).toBe(text);
  });

  test('makes its candidates by its edits, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.constantFrom('', ' hedphones', ' teh'),
        (a, b) => {
          const text = a + b;
          const { candidates } = corrector.correct(text);
          expect(candidates.map((candidate) => applied(text, candidate))).toEqual(
            candidates.map((candidate) => candidate.text),
          );
          for (const { text: corrected, confidence } of candidates) {
            expect(corrected).not.toBe(text);
            expect(confidence).toBeGreaterThan(0);
            expect(confidence).toBeLessThanOrEqual(1);
          }
          const order = candidates.map(({ confidence }) => confidence);
          expect(order).toEqual(order.toSorted((x, y) => y - x));
        },
      ),
    );
  });
});

describe('with the words of a catalogue', () => {
  test('those are proposed first', () => {
    const phones = createEnglishCorrector(MODEL, catalogue({ iphone: 40, case: 90, '15': 12 }));
    expect(searched('iphnoe 15 case', phones)).toBe('iphone 15 case');
    expect(searched('iphnoe15 case', phones)).toBe('iphone15 case');
  });

  test('words that no list has are known and can be meant', () => {
    const own = createEnglishCorrector(MODEL, catalogue({ zorblax: 3, lamp: 5 }));
    expect(searched('zorblax lamp', own)).toBe('zorblax lamp');
    expect(searched('zorblx lamp', own)).toBe('zorblax lamp');
    expect(searched('zrblax lamp', corrector)).not.toBe('zorblax lamp');
  });

  test.each([
    ['coal', { 'wool coal': 5 }],
    ['coat', { 'wool coat': 5 }],
  ])('of its words, the one that it writes beside the others: wool %s', (meant, pairs) => {
    const words = { wool: 9, coat: 9, coal: 9, car: 9 };
    expect(searched('wool coar', createEnglishCorrector(MODEL, catalogue({ ...words, ...pairs })))).toBe(
      `wool ${meant}`,
    );
    expect(searched('wool coar', createEnglishCorrector(MODEL, catalogue(words)))).toBe('wool coar');
  });

  test('a misspelling that the catalogue itself has is left alone', () => {
    const typos = createEnglishCorrector(MODEL, catalogue({ hedphones: 2 }));
    expect(searched('hedphones', typos)).toBe('hedphones');
  });

  test('a word that the catalogue writes as two, and never as one, is searched as two besides', () => {
    const counts = { power: 9, bank: 7, 'power bank': 6 };
    const [first] = createEnglishCorrector(MODEL, catalogue(counts)).correct('powerbank').candidates;
    expect(first).toMatchObject({ text: 'power bank' });
    expect(outcomeOf(first!.confidence, ENGLISH_THRESHOLDS)).toBe('both');
    const one = createEnglishCorrector(MODEL, catalogue({ ...counts, powerbank: 2 }));
    expect(one.correct('powerbank').candidates).toEqual([]);
  });

  test('two words that the catalogue writes as one are joined', () => {
    const audio = createEnglishCorrector(MODEL, catalogue({ headphones: 20, wireless: 9 }));
    expect(searched('wireless head phones', audio)).toBe('wireless headphones');
    const both = createEnglishCorrector(
      MODEL,
      catalogue({ headphones: 2, head: 9, 'head phones': 5, phones: 8 }),
    );
    expect(searched('head phones', both)).toBe('head phones');
  });
});
