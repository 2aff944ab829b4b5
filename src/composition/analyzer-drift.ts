import type { Backend, Token } from '../domain/backend.ts';
import type { Segmenter } from '../domain/segmenter.ts';

/** A word that an index and the gateway cut otherwise. */
export interface DriftingWord {
  readonly word: string;
  readonly index: readonly string[];
  readonly gateway: readonly string[];
}

/** How the words of an analyzer's fields fit those of the gateway. */
export interface Drift {
  readonly index: string;
  readonly analyzer: string;
  readonly fields: readonly string[];
  /** Words that were tried. */
  readonly tried: number;
  readonly differing: readonly DriftingWord[];
}

/** Analyzers that are asked about, of one index. */
const MOST_ANALYZERS = 5;
const SHOWN = 3;

export interface DriftInput {
  readonly backend: Pick<Backend, 'catalog' | 'analyze'>;
  readonly index: string;
  readonly segmenter: Segmenter;
  /** Chinese words, a few hundred. */
  readonly words: readonly string[];
}

/**
 * Asks each analyzer of an index that cuts Chinese into words how it cuts some of the catalogue's. Where it has other
 * words than the gateway, a word of the query meets parts of words in the index, or the other way round. Analyzers that
 * cut into characters or pairs of them cannot differ: there words are searched as phrases.
 */
export async function findDrift({ backend, index, segmenter, words }: DriftInput): Promise<readonly Drift[]> {
  const analyzers = wordAnalyzers(backend, index);
  const found: Drift[] = [];
  for (const [analyzer, fields] of Array.from(analyzers).slice(0, MOST_ANALYZERS)) {
    const tokens = await backend.analyze(index, analyzer, words.join('\n'));
    if (tokens === null) continue;
    const differing = differences(words, tokens, segmenter);
    found.push({ index, analyzer, fields, tried: words.length, differing });
  }
  return found;
}

/** Analyzers that cut into words, each with its fields. */
export function wordAnalyzers(
  { catalog }: Pick<Backend, 'catalog'>,
  index: string,
): ReadonlyMap<string, readonly string[]> {
  const analyzers = new Map<string, string[]>();
  for (const [field, { analyzer, hanCut }] of catalog.describe(index)?.fields ?? []) {
    if (analyzer === null || hanCut !== 'word') continue;
    const fields = analyzers.get(analyzer);
    if (fields === undefined) analyzers.set(analyzer, [field]);
    else fields.push(field);
  }
  return analyzers;
}

/** @param tokens of all words, one a line */
function differences(
  words: readonly string[],
  tokens: readonly Token[],
  segmenter: Segmenter,
): readonly DriftingWord[] {
  const found: DriftingWord[] = [];
  let start = 0;
  for (const word of words) {
    const end = start + word.length;
    const inside = tokens.filter((token) => token.start >= start && token.end <= end);
    // An analyzer that also gives the parts of a word has the word all the same.
    const isWhole = inside.some((token) => token.start === start && token.end === end);
    const index = isWhole ? [word] : inside.map(({ text }) => text);
    const gateway = segmenter.segment(word).map(({ text }) => text);
    // A word that the analyzer drops is one that searches drop as well.
    if (index.length > 0 && index.join('/') !== gateway.join('/')) found.push({ word, index, gateway });
    start = end + 1;
  }
  return found;
}

/** `products.title (ik_smart): 2 of 300 words are cut otherwise: the index cuts 连衣裙 into 连衣/裙, the gateway does not` */
export function driftText({ index, analyzer, fields, tried, differing }: Drift): string {
  const where = `${index}: ${fields.join(', ')} (${analyzer})`;
  if (differing.length === 0) return `${where}: all of ${tried} words are cut alike`;
  const shown = differing.slice(0, SHOWN).map(differenceText).join('; ');
  const more = differing.length > SHOWN ? '; …' : '';
  return `${where}: ${differing.length} of ${tried} words are cut otherwise: ${shown}${more}`;
}

function differenceText({ word, index, gateway }: DriftingWord): string {
  if (gateway.length === 1) return `the index cuts ${word} into ${index.join('/')}, the gateway does not`;
  if (index.length === 1) return `the gateway cuts ${word} into ${gateway.join('/')}, the index does not`;
  return `the index cuts ${word} into ${index.join('/')}, the gateway into ${gateway.join('/')}`;
}
