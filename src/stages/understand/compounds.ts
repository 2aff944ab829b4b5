import type { Alternative, Query, Slot } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase } from '../../text/normalise.ts';
import type { CatalogueDictionary } from './catalogue/catalogue-dictionary.ts';

/** Letters and digits in one word, as in iphone15 or s24ultra. */
const COMPOUND = /^(?=.*\p{Script=Latin})(?=.*\d)[\p{Script=Latin}\d]{3,24}$/u;
const PARTS = /\p{Script=Latin}+|\d+/gu;
const LETTERS = /^\p{Script=Latin}{2,}$/u;
const DIGITS = /^\d{1,5}$/;
/** A model behind its make: s24, 15pro. */
const MODEL = /^(?=.*\d)[\p{Script=Latin}\d]{1,8}$/u;
/** Other ways of writing that are asked about at most. */
const MOST_ASKED = 8;
const MOST_PARTS = 3;

/** Another way to write a word, or two neighbours. */
interface Variant {
  readonly first: number;
  readonly end: number;
  readonly terms: readonly string[];
}

export interface CompoundDependencies {
  /** The dictionary of an index or alias; undefined where there is none. */
  readonly dictionaryOf: (index: string) => CatalogueDictionary | undefined;
}

/**
 * Letters and digits that belong together are searched both in one word and apart, where the index writes them the
 * other way: `iphone15`, `iphone 15`; with a dictionary of the catalogue wherever it knows the parts: `galaxys24`,
 * `galaxy s24`. Stands behind what cuts and corrects the words. Option `weight` (0.9) of the other way.
 */
export function compounds(
  { dictionaryOf }: CompoundDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const options = new StageOptions('compounds', given);
  const weight = options.number('weight', { min: 0.01, max: 1, fallback: 0.9 });
  options.end();
  return {
    name: 'compounds',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    async run(query, ctx) {
      const variants = variantsOf(query.slots, dictionaryOf(ctx.request.indices[0] ?? ''));
      if (variants.length === 0) return query;
      const counts = await ctx.count(
        variants.map(({ terms }) => terms.join(' ')),
        ctx.signal,
      );
      const known = variants.filter((_, at) => (counts[at] ?? 0) > 0);
      if (known.length === 0) return query;
      ctx.note({ alsoWritten: known.map(({ terms }) => terms.join(' ')) });
      return withVariants(query, known, weight);
    },
  };
}

function variantsOf(slots: readonly Slot[], dictionary: CatalogueDictionary | undefined): readonly Variant[] {
  const words = slots.map(({ alternatives }) =>
    alternatives[0]?.terms.length === 1 ? alternatives[0].terms[0]! : '',
  );
  const found: Variant[] = [];
  words.forEach((word, at) => {
    if (COMPOUND.test(word)) {
      for (const terms of waysApart(word, dictionary)) found.push({ first: at, end: at + 1, terms });
    }
    const next = words[at + 1] ?? '';
    const isOne = DIGITS.test(next) || (MODEL.test(next) && dictionary?.has(foldCase(word + next)) === true);
    if (LETTERS.test(word) && isOne) found.push({ first: at, end: at + 2, terms: [word + next] });
  });
  return found.slice(0, MOST_ASKED);
}

/** Between letters and digits, and in two parts wherever the catalogue writes them so. */
function waysApart(
  word: string,
  dictionary: CatalogueDictionary | undefined,
): readonly (readonly string[])[] {
  const parts: readonly string[] = word.match(PARTS) ?? [];
  const ways = parts.length <= MOST_PARTS ? [parts] : [];
  if (dictionary === undefined) return ways;
  for (let cut = 1; cut < word.length; cut += 1) {
    const terms = [word.slice(0, cut), word.slice(cut)];
    if (dictionary.frequency(foldCase(terms.join(' '))) > 0 && terms.join(' ') !== parts.join(' '))
      ways.push(terms);
  }
  return ways;
}

function withVariants(query: Query, variants: readonly Variant[], weight: number): Query {
  const slots = query.slots.map((slot, at): Slot => {
    const added = variants
      .filter(({ first, end }) => first <= at && at < end)
      .map(({ terms }): Alternative => ({ terms, weight, origin: 'compounds' }));
    return added.length === 0 ? slot : { ...slot, alternatives: [...slot.alternatives, ...added] };
  });
  return { ...query, slots };
}
