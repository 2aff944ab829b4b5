import type { CatalogueVocabulary } from '../correction.ts';
import { association } from './context.ts';
import type { EnglishModel } from './english-model.ts';
import { CHECKED } from './lexicon.ts';
import type { Weighed } from './scorer.ts';
import type { Token } from './tokens.ts';

const SHORTEST = 6;
/** How much more frequent the joined word must be than the pair for even odds; natural logarithm. */
const EVEN = 4;
/** A pair that is itself usual is at most worth a second search. */
const MOST = 0.4;
const MOST_KNOWN = 0.95;

/**
 * Two words that are written as one: `head phones`. Both ways of writing are often right, so that only a catalogue
 * that knows the one word and not the pair makes it more than a suggestion.
 */
export function joined(
  {
    model,
    vocabulary,
  }: { readonly model: EnglishModel; readonly vocabulary: CatalogueVocabulary | undefined },
  words: readonly Token[],
): Weighed | undefined {
  const [first, second] = words;
  if (first === undefined || second === undefined || second.start !== first.end + 1) return undefined;
  const text = first.key + second.key;
  if (text.length < SHORTEST || !first.open || !second.open) return undefined;
  if (vocabulary !== undefined && vocabulary.frequency(text) > 0) {
    const parts = vocabulary.frequency(`${first.key} ${second.key}`);
    const alone = Math.min(vocabulary.frequency(first.key), vocabulary.frequency(second.key));
    if (parts === 0 && alone === 0) return { text, probability: MOST_KNOWN };
    return vocabulary.frequency(text) > parts ? { text, probability: MOST } : undefined;
  }
  const { lexicon } = model;
  const whole = lexicon.find(text);
  if (whole < 0 || (lexicon.flags(whole) & CHECKED) === 0) return undefined;
  const [left, right] = [lexicon.find(first.key), lexicon.find(second.key)];
  if (left < 0 || right < 0) return undefined;
  const pair = (lexicon.score(left) + lexicon.score(right)) * Math.LN10 + association(model, left, right);
  const gain = lexicon.score(whole) * Math.LN10 - pair - EVEN;
  const probability = MOST / (1 + Math.exp(-gain));
  return { text, probability };
}

const SHORTEST_PART = 2;

/** A word that the catalogue writes as two, and never as one: `powerbank`; undefined where it does not. */
export function parted(vocabulary: CatalogueVocabulary, { key, open }: Token): string | undefined {
  if (!open || key.length < SHORTEST || vocabulary.frequency(key) > 0) return undefined;
  let best: { readonly text: string; readonly frequency: number } | undefined;
  for (let cut = SHORTEST_PART; cut <= key.length - SHORTEST_PART; cut += 1) {
    const text = `${key.slice(0, cut)} ${key.slice(cut)}`;
    const frequency = vocabulary.frequency(text);
    if (frequency > (best?.frequency ?? 0)) best = { text, frequency };
  }
  return best?.text;
}
