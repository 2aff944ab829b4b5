import { joiningForms, partingForms } from './morphology.ts';
import type { Linking } from './morphology.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface BreakerSettings {
  readonly vocabulary: Vocabulary;
  /** Documents that must hold a word before it is suggested. */
  readonly minFrequency: number;
  /** Letters that each part has at least. */
  readonly minPartLength: number;
  /** Letters that a compound has at most. */
  readonly maxCompoundLength: number;
  readonly maxSplits: number;
  /** Whether some document must hold both parts. */
  readonly verifyTogether: boolean;
  readonly splitBy: readonly Linking[];
  readonly joinBy: readonly Linking[];
}

/** How much the way of joining counts against how common the parts are. */
const LINKING_WEIGHT = 0.8;
/** First parts that are looked up for one word. */
const MOST_LOOKUPS = 100;
const MOST_COMPOUNDS = 10;
/** Letters; what is longer is no word of any language. */
const LONGEST_WORD = 100;

/** The two parts that the word may be made of, the likeliest first. */
export function splits(word: string, settings: BreakerSettings): [left: string, right: string][] {
  const { vocabulary, minFrequency, minPartLength, verifyTogether } = settings;
  const letters = Array.from(word);
  if (letters.length > LONGEST_WORD) return [];
  const found = new Map<string, { parts: [string, string]; score: number }>();
  let lookups = 0;
  for (let cut = letters.length - minPartLength; cut >= Math.max(minPartLength, 1); cut -= 1) {
    const right = letters.slice(cut).join('');
    const rightFrequency = vocabulary.frequency(right);
    if (rightFrequency < minFrequency) continue;
    for (const { text: left, share } of partingForms(letters.slice(0, cut).join(''), settings.splitBy)) {
      if (left.length < minPartLength) continue;
      lookups += 1;
      if (lookups > MOST_LOOKUPS) break;
      const leftFrequency = vocabulary.frequency(left);
      if (leftFrequency < minFrequency) continue;
      if (verifyTogether && vocabulary.together?.(left, right) !== true) continue;
      const score = share ** LINKING_WEIGHT / rarity(vocabulary, leftFrequency, rightFrequency);
      const key = JSON.stringify([left, right]);
      if (score > (found.get(key)?.score ?? 0)) found.set(key, { parts: [left, right], score });
    }
  }
  return [...found.values()]
    .toSorted((a, b) => b.score - a.score)
    .slice(0, settings.maxSplits)
    .map(({ parts }) => parts);
}

/**
 * How surprising it is that both words are in a document, as if they had nothing to do with each other (after
 * Schiller, "German compound analysis with wfsc", 2005); > 0.
 */
function rarity(vocabulary: Vocabulary, left: number, right: number): number {
  const surprise = 2 * Math.log(vocabulary.documents + 1) - Math.log(left + 1) - Math.log(right + 1);
  return Math.max(surprise, 1e-6) ** (1 - LINKING_WEIGHT);
}

/** Known compounds of the two words in this order, the likeliest first. */
export function compounds(left: string, right: string, settings: BreakerSettings): string[] {
  if (left.length > LONGEST_WORD) return [];
  const forms = joiningForms(left, settings.joinBy)
    .toSorted((a, b) => b.share - a.share)
    .map(({ text }) => text + right)
    .filter((word) => Array.from(word).length <= settings.maxCompoundLength);
  return [...new Set(forms)]
    .filter((word) => settings.vocabulary.frequency(word) >= settings.minFrequency)
    .slice(0, MOST_COMPOUNDS);
}
