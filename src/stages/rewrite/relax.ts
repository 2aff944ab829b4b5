import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { Relaxed, RelaxStage, StageContext } from '../../pipeline/stage.ts';

const RUNGS = ['correct', 'modifiers'] as const;
/** Words of longer queries are not counted: what was pasted is not made to find something at any price. */
const MAX_WORDS = 12;
/** Words that are given up at most. */
const MAX_DROPPED = 3;

/**
 * What is asked instead where a query finds too little: the words that it was probably meant to have, then fewer of its
 * words. Those that no document holds go first, then those that most documents hold; the last word names the thing and
 * stays. Vectors need no rung: their leg has looked already. Options: `below` (fewer hits are too few), `budgetMs` (no
 * further attempt after it), `rungs`.
 */
export function relax(given: Readonly<Record<string, unknown>> = {}): RelaxStage {
  const options = new StageOptions('relax', given);
  const below = options.number('below', { min: 1, max: 1000, fallback: 1 });
  const budgetMs = options.number('budgetMs', { min: 1, max: 60_000, fallback: 150 });
  const rungs = options.subset('rungs', RUNGS);
  options.end();
  return {
    name: 'relax',
    kind: 'relax',
    onError: 'skip',
    below,
    budgetMs,
    async run(query, ctx) {
      const corrected = rungs.includes('correct') ? asMeant(query) : undefined;
      return [
        ...(corrected === undefined ? [] : [{ name: 'correct', query: corrected }]),
        ...(rungs.includes('modifiers') ? await withFewerWords(query, ctx) : []),
      ];
    },
  };
}

/** The query as it was probably meant, where that was only suggested. */
function asMeant(query: Query): Query | undefined {
  const { spelling, typed } = query;
  if (spelling === null || spelling.outcome !== 'suggested') return undefined;
  const text = spelling.suggested;
  return {
    ...query,
    text,
    key: text.toLowerCase(),
    origins: Array.from({ length: text.length + 1 }, (_, at) => Math.min(at, typed.length)),
    slots: [],
  };
}

async function withFewerWords(query: Query, ctx: StageContext): Promise<readonly Relaxed[]> {
  const { slots } = query;
  if (slots.length < 2 || slots.length > MAX_WORDS) return [];
  const words = slots.map(({ alternatives, key }) => alternatives[0]?.terms.join(' ') ?? key);
  const counts = await ctx.count(words, ctx.signal);
  const candidates = slots.map((slot, at) => ({ slot, word: words[at]!, count: counts[at] ?? null, at }));
  const unheld = candidates.filter(({ count }) => count === 0);
  const common = candidates
    .filter(({ count, at }) => count !== null && count > 0 && at < slots.length - 1)
    .toSorted((a, b) => b.count! - a.count!);
  const relaxed: Relaxed[] = [];
  let kept = slots;
  const dropped: string[] = [];
  // Words that nobody has are given up together: one alone would still find nothing.
  const steps = [
    ...(unheld.length === 0 || unheld.length === slots.length ? [] : [unheld]),
    ...common.map((one) => [one]),
  ];
  for (const step of steps.slice(0, MAX_DROPPED)) {
    const gone = new Set(step.map(({ slot }) => slot));
    kept = kept.filter((slot) => !gone.has(slot));
    if (kept.length === 0) break;
    dropped.push(...step.map(({ word }) => word));
    relaxed.push({ name: 'modifiers', query: { ...query, slots: kept }, dropped: [...dropped] });
  }
  return relaxed;
}
