import type { Alternative, Query, Slot } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';

/** Letters and digits in one word, as in iphone15 or s24ultra. */
const COMPOUND = /^(?=.*\p{Script=Latin})(?=.*\d)[\p{Script=Latin}\d]{3,24}$/u;
const PARTS = /\p{Script=Latin}+|\d+/gu;
const LETTERS = /^\p{Script=Latin}{2,}$/u;
const DIGITS = /^\d{1,5}$/;
/** Other ways of writing that are asked about at most. */
const MOST_ASKED = 8;
const MOST_PARTS = 3;

/** Another way to write a word, or two neighbours. */
interface Variant {
  readonly first: number;
  readonly end: number;
  readonly terms: readonly string[];
}

/**
 * Letters and digits that belong together are searched both in one word and apart, where the index writes them the
 * other way: `iphone15`, `iphone 15`. Stands behind what cuts and corrects the words. Option `weight` (0.9) of the
 * other way.
 */
export function compounds(given: Readonly<Record<string, unknown>> = {}): QueryStage {
  const options = new StageOptions('compounds', given);
  const weight = options.number('weight', { min: 0.01, max: 1, fallback: 0.9 });
  options.end();
  return {
    name: 'compounds',
    kind: 'query',
    onError: 'skip',
    async run(query, ctx) {
      const variants = variantsOf(query.slots);
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

function variantsOf(slots: readonly Slot[]): readonly Variant[] {
  const words = slots.map(({ alternatives }) =>
    alternatives[0]?.terms.length === 1 ? alternatives[0].terms[0]! : '',
  );
  const found: Variant[] = [];
  words.forEach((word, at) => {
    if (COMPOUND.test(word)) {
      const terms = word.match(PARTS) ?? [];
      if (terms.length <= MOST_PARTS) found.push({ first: at, end: at + 1, terms });
    }
    const next = words[at + 1] ?? '';
    if (LETTERS.test(word) && DIGITS.test(next)) found.push({ first: at, end: at + 2, terms: [word + next] });
  });
  return found.slice(0, MOST_ASKED);
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
