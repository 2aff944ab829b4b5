import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TARGET } from '../../../../../../src/stages/understand/correct/english/lexicon.ts';
import { MODEL } from './model.ts';

const { lexicon, deletes } = MODEL;
const targets = Array.from({ length: lexicon.size }, (_, number) => number).filter(
  (number) => (lexicon.flags(number) & TARGET) !== 0 && lexicon.characters(number).length > 2,
);
const frequent = targets.filter(
  (number) => lexicon.score(number) > -5.5 && lexicon.characters(number).length >= 6,
);

function found(text: string, depth: 1 | 2): ReadonlySet<number> {
  const words = new Set<number>();
  deletes.lookUp(Buffer.from(text), depth, (word) => words.add(word));
  return words;
}

const slip = fc.record({
  kind: fc.constantFrom('wrong', 'extra', 'missing', 'swapped'),
  place: fc.nat(),
  letter: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz')),
});

function slipped(
  word: string,
  { kind, place, letter }: { kind: string; place: number; letter: string },
): string {
  const at = place % word.length;
  const [head, tail] = [word.slice(0, at), word.slice(at)];
  if (kind === 'extra') return head + letter + tail;
  if (kind === 'missing') return head + tail.slice(1);
  if (kind === 'wrong') return head + letter + tail.slice(1);
  return tail.length > 1 ? head + tail[1]! + tail[0]! + tail.slice(2) : word;
}

describe('DeletesIndex', () => {
  test('finds every word that is one slip away', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: targets.length - 1 }).map((at) => targets[at]!),
        slip,
        (number, one) => {
          const typed = slipped(lexicon.word(number), one);
          expect(typed.length > 24 || found(typed, 1).has(number)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('finds every frequent word that is two slips away', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: frequent.length - 1 }).map((at) => frequent[at]!),
        slip,
        slip,
        (number, one, other) => {
          const typed = slipped(slipped(lexicon.word(number), one), other);
          expect(typed.length > 24 || found(typed, 2).has(number)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('looks at few words for a text', () => {
    expect(found('hedphones', 1).size).toBeLessThan(60);
    expect(found('x'.repeat(25), 2).size).toBe(0);
  });
});

describe('Lexicon', () => {
  test('finds each of its words, and nothing else', () => {
    for (let number = 0; number < lexicon.size; number += 997) {
      expect(lexicon.find(lexicon.word(number))).toBe(number);
    }
    for (const text of ['', 'a\u0301', 'zzzzzzzzz', '\u{1f600}', '~', 'headphonesx']) {
      expect(lexicon.find(text)).toBe(-1);
    }
  });

  test('knows how frequent words are', () => {
    const [the, headphones, rarefy] = ['the', 'headphones', 'rarefy'].map((word) =>
      lexicon.score(lexicon.find(word)),
    );
    expect(the).toBeGreaterThan(-2);
    expect(headphones).toBeLessThan(the!);
    expect(rarefy).toBeLessThan(headphones!);
  });
});

describe('WordPairs', () => {
  test('knows what stands side by side more often than by chance', () => {
    const value = (left: string, right: string): number | undefined =>
      MODEL.pairs.association(lexicon.find(left), lexicon.find(right));
    expect(value('credit', 'card')).toBeGreaterThan(3);
    expect(value('of', 'the')).toBeGreaterThan(0);
    expect(value('zebra', 'denominator')).toBeUndefined();
  });
});

describe('LetterModel', () => {
  test('tells what looks like a word from what does not', () => {
    expect(MODEL.letters.score('frobnication')).toBeGreaterThan(MODEL.letters.score('xqzkwvtjpbgf'));
    expect(MODEL.letters.score('')).toBeLessThanOrEqual(0);
  });
});
