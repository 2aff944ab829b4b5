/** A text that was found, and how well. */
export interface FoundText {
  readonly text: string;
  /** ≥ 0; scores count as shares of their sum. */
  readonly score: number;
}

export interface ExpansionWord {
  readonly word: string;
  /** 0..1; the word that says most of the texts has 1. */
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;
/** UTF-16 units: shorter ones say nothing, longer ones are no words. */
const SHORTEST = 2;
const LONGEST = 40;
/** A word of one text alone says what sets that text apart, not what it has in common with the others. */
const LEAST_TEXTS = 2;
/** Lucene's English stop words. Others are rare enough among words that several texts share, or common enough to score little. */
const STOP_WORDS = new Set(
  `a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to
  was will with`.split(/\s+/),
);

/**
 * The words that texts have in common, those that say most first: each counts with its share of a text, and the text
 * with its share of the scores. This is the relevance model of Lavrenko and Croft (2001) without smoothing; how rare a
 * word is, the engine knows, and weighs when it looks for it.
 * @param most words
 */
export function expansionOf(found: readonly FoundText[], most: number): readonly ExpansionWord[] {
  const total = found.reduce((sum, { score }) => sum + score, 0);
  const weights = new Map<string, { weight: number; texts: number }>();
  for (const { text, score } of found) {
    const share = total > 0 ? score / total : 1 / found.length;
    const words = wordsOf(text);
    for (const [word, count] of countsOf(words)) {
      const known = weights.get(word);
      const weight = (share * count) / words.length;
      weights.set(word, { weight: (known?.weight ?? 0) + weight, texts: (known?.texts ?? 0) + 1 });
    }
  }
  const common = [...weights]
    .filter(([, { weight, texts }]) => texts >= LEAST_TEXTS && weight > 0)
    .toSorted(([a, { weight: one }], [b, { weight: other }]) => other - one || (a < b ? -1 : 1))
    .slice(0, most);
  const heaviest = common[0]?.[1].weight ?? 1;
  return common.map(([word, { weight }]) => ({ word, weight: weight / heaviest }));
}

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(WORD) ?? []).filter(
    (word) => word.length >= SHORTEST && word.length <= LONGEST && !STOP_WORDS.has(word) && !HAN.test(word),
  );
}

function countsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
