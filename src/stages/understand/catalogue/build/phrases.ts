import type { Phrase } from '../../../../domain/completion.ts';
import type { Segmenter } from '../../../../domain/segmenter.ts';
import { termKey } from '../term-key.ts';
import type { DictionaryParts, TermCounts } from '../write-dictionary.ts';
import type { CatalogueCollector } from './collector.ts';
import { isHan, wordRuns } from './tokens.ts';

/** What was asked fewer times may be a slip, or say who asked. */
const LEAST_ASKED = 3;
const CATEGORY = /^(.*[._-])?(categor(y|ies)|types?|departments?|sections?)([._-].*)?$/i;
/** Ways through categories are no text that anybody types. */
const STEPS = /[>»›|/]/;
const SHORTEST_HAN = 2;
const SHORTEST = 3;
/** Share of documents with a phrase that also have a longer one around it. */
const NEARLY_ALWAYS = 0.9;
const MOST_WORDS = 3;
const LETTER = /\p{L}/u;
/** Words that nobody begins or ends a search with. */
const LOOSE = new Set(
  'a an and are as at be but by can for from has have if in into is it its no not of off on or our so such than that the their then these they this to too up was will with you your'.split(
    ' ',
  ),
);

/** What may complete a search: what people ask for, and what the catalogue holds. */
export function completionPhrases(
  collector: CatalogueCollector,
  { terms, values }: Pick<DictionaryParts, 'terms' | 'values'>,
  segmenter: Segmenter,
): readonly Phrase[] {
  const isSound = (query: string): boolean =>
    wordRuns(query, segmenter).every((run) => run.every((word) => terms.has(word)));
  return [
    ...Array.from(collector.wholeQueries.counts)
      .filter(([text, times]) => times >= LEAST_ASKED && LETTER.test(text) && isSound(text))
      .map(([text, weight]): Phrase => ({ text, kind: 'query', weight })),
    ...values
      .filter(({ text }) => !STEPS.test(text))
      .map(({ text, field, count }): Phrase => ({
        text,
        kind: CATEGORY.test(field) ? 'category' : 'phrase',
        weight: count,
      })),
    ...wholeTerms(collector, { terms, values }, segmenter).map(([text, { documents }]): Phrase => ({
      text,
      kind: 'phrase',
      weight: documents,
    })),
    ...titlesIn(collector),
  ];
}

/**
 * Words and phrases of documents that stand by themselves. What is nearly always part of a longer phrase is a piece of
 * it; phrases of the most words that are counted are pieces of what was not.
 */
function wholeTerms(
  { inDocuments }: CatalogueCollector,
  { terms, values }: Pick<DictionaryParts, 'terms' | 'values'>,
  segmenter: Segmenter,
): readonly (readonly [string, TermCounts])[] {
  const named = new Set(values.map(({ text }) => termKey(text)));
  const phrases = Array.from(terms).filter(([term, { documents }]) => documents > 0 && !named.has(term));
  const pieces = new Set<string>();
  for (const turned of [asIs, backwards]) {
    const sorted = phrases.map(([term, { documents }]) => [turned(term), documents] as const).sort(byText);
    sorted.forEach(([term, documents], at) => {
      for (let next = at + 1; sorted[next]?.[0].startsWith(term) === true; next += 1) {
        if (sorted[next]![1] < documents * NEARLY_ALWAYS) continue;
        pieces.add(turned(term));
        break;
      }
    });
  }
  return phrases.filter(([term]) => {
    if (!isWhole(term)) return false;
    if (inDocuments.words.of(term) > 0) return true;
    return !pieces.has(term) && wordRuns(term, segmenter).every(({ length }) => length <= MOST_WORDS);
  });
}

const asIs = (text: string): string => text;
const backwards = (text: string): string => Array.from(text).reverse().join('');
const byText = ([a]: readonly [string, number], [b]: readonly [string, number]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function isWhole(term: string): boolean {
  if (!LETTER.test(term) || term.length < (isHan(term) ? SHORTEST_HAN : SHORTEST)) return false;
  const words = term.split(' ');
  return !LOOSE.has(words[0]!) && !LOOSE.has(words.at(-1)!);
}

/** A title as most documents write it. */
function titlesIn(collector: CatalogueCollector): readonly Phrase[] {
  const titles = new Map<string, Phrase & { readonly best: number }>();
  for (const [text, count] of collector.titles.counts) {
    const key = termKey(text);
    const known = titles.get(key);
    const isBetter = known === undefined || count > known.best;
    titles.set(key, {
      text: isBetter ? text : known.text,
      kind: 'product',
      weight: count + (known?.weight ?? 0),
      best: isBetter ? count : known.best,
    });
  }
  return Array.from(titles.values(), ({ text, kind, weight }) => ({ text, kind, weight }));
}
