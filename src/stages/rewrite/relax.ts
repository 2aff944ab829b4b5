import type { Query, Slot } from '../../domain/query.ts';
import { NO_INSTRUCTIONS } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { Relaxed, RelaxStage, Reread, StageContext } from '../../pipeline/stage.ts';
import { textWithout } from './relax/text-without.ts';

const RUNGS = ['correct', 'modifiers', 'synonyms', 'vectors'] as const;
/** Words of longer queries are not counted: what was pasted is not made to find something at any price. */
const MAX_WORDS = 12;
/** Ways to say one word that are counted at most. */
const MAX_WAYS = 4;
/** Attempts with fewer words at most. */
const MAX_FEWER = 3;

/**
 * What is asked instead where a query finds too little: the words that it was probably meant to have; then fewer of its
 * words; then the other ways to say those that are left, which rules know only without the others. Those that no document holds go first, then those that
 * weigh least, the commonest first; the last word names the thing and stays. Vectors are no further request: their leg
 * looks in every attempt, and where nothing else found anything the search says so. Options: `below` (fewer hits are too
 * few), `budgetMs` (no further attempt after it), `rungs`.
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
    meaning: rungs.includes('vectors') ? 'vectors' : null,
    async run(query, ctx, reread) {
      const meant = rungs.includes('correct') ? asMeant(query) : undefined;
      const ways: Relaxed[] = meant === undefined ? [] : [{ name: 'correct', query: await reread(meant) }];
      if (rungs.includes('modifiers') || rungs.includes('synonyms')) {
        const fewer = await withFewerWords(query, ctx);
        if (rungs.includes('modifiers')) ways.push(...fewer);
        if (rungs.includes('synonyms')) ways.push(...(await otherwiseSaid(query, fewer, reread)));
      }
      for (const { name, dropped = [], query: way } of ways) {
        ctx.note({ [name]: way.slots.length === 0 ? way.text : way.slots.map(ownWords).join(' '), dropped });
      }
      return ways;
    },
  };
}

/** The query as it was probably meant, where that was only suggested. */
function asMeant(query: Query): Query | undefined {
  const { spelling, typed } = query;
  if (spelling === null || spelling.outcome !== 'suggested') return undefined;
  const text = spelling.suggested;
  const origins = Array.from({ length: text.length + 1 }, (_, at) => Math.min(at, typed.length));
  return { ...bare(query), text, key: text.toLowerCase(), origins };
}

/** Nothing but a text, to be understood anew. */
function bare(query: Query): Query {
  const none = { slots: [], boosts: [], filters: [], admitted: [], wordless: false };
  return { ...query, ...none, intent: null, instructions: NO_INSTRUCTIONS };
}

interface Fewer extends Relaxed {
  readonly gone: readonly Slot[];
}

async function withFewerWords(query: Query, ctx: StageContext): Promise<readonly Fewer[]> {
  const { slots } = query;
  if (slots.length < 2 || slots.length > MAX_WORDS) return [];
  const counts = await countsOf(slots, ctx);
  const candidates = slots.map((slot, at) => ({ slot, word: ownWords(slot), count: counts[at]!, at }));
  const unheld = candidates.filter(({ count }) => count === 0);
  const held = candidates
    .filter(({ count, at }) => count !== null && count > 0 && at < slots.length - 1)
    .toSorted((a, b) => weightOf(a.slot) - weightOf(b.slot) || b.count! - a.count!);
  // Words that nobody has are given up together: one alone would still find nothing.
  const steps = [
    ...(unheld.length === 0 || unheld.length === slots.length ? [] : [unheld]),
    ...held.map((one) => [one]),
  ];
  const fewer: Fewer[] = [];
  let kept = slots;
  const gone: Slot[] = [];
  const dropped: string[] = [];
  for (const step of steps.slice(0, MAX_FEWER)) {
    gone.push(...step.map(({ slot }) => slot));
    kept = kept.filter((slot) => !gone.includes(slot));
    if (kept.length === 0) break;
    dropped.push(...step.map(({ word }) => word));
    fewer.push({
      name: 'modifiers',
      query: { ...query, slots: kept },
      dropped: [...dropped],
      gone: [...gone],
    });
  }
  return fewer;
}

/** How many documents hold a word, in whichever of its ways; null where that is not known. */
async function countsOf(slots: readonly Slot[], ctx: StageContext): Promise<readonly (number | null)[]> {
  const ways = slots.map(({ alternatives }) =>
    alternatives.slice(0, MAX_WAYS).map(({ terms }) => terms.join(' ')),
  );
  const asked = [...new Set(ways.flat())];
  const counts = await ctx.count(asked, ctx.signal);
  const known = new Map(asked.map((way, at) => [way, counts[at] ?? null]));
  return ways.map((own) =>
    own
      .map((way) => known.get(way) ?? null)
      .reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0),
  );
}

/** The first of them, the longest, whose words can be said otherwise once the others are gone. */
async function otherwiseSaid(
  query: Query,
  fewer: readonly Fewer[],
  reread: Reread,
): Promise<readonly Relaxed[]> {
  for (const gone of reductionsOf(query, fewer)) {
    const reduced = { ...query, slots: query.slots.filter((slot) => !gone.includes(slot)) };
    const dropped = gone.map(ownWords);
    const { slots } = await reread({ ...bare(query), ...textWithout(query, gone) });
    const known = new Set(waysOf(reduced.slots));
    if (slots.length > 0 && waysOf(slots).some((way) => !known.has(way))) {
      return [{ name: 'synonyms', query: { ...reduced, slots }, dropped }];
    }
  }
  return [];
}

/** What to leave out, the least first; in the end all but the word that names the thing. */
function reductionsOf({ slots }: Query, fewer: readonly Fewer[]): readonly (readonly Slot[])[] {
  const isFew = slots.length > 1 && slots.length <= MAX_WORDS;
  return [...fewer.map(({ gone }) => gone), ...(isFew ? [slots.slice(0, -1)] : [])];
}

function waysOf(slots: readonly Slot[]): readonly string[] {
  return slots.flatMap(({ alternatives }) => alternatives.map(({ terms }) => terms.join(' ').toLowerCase()));
}

function ownWords({ alternatives, key }: Slot): string {
  return alternatives[0]?.terms.join(' ') ?? key;
}

/** What is known of no word counts as much as any. */
function weightOf({ tag }: Slot): number {
  return tag?.weight ?? 1;
}
