import type { ExplainedHit } from '../../../admin-api/explain.ts';

/** Legs that compare meanings, not words. */
const LEGS_OF_MEANING: ReadonlySet<string> = new Set(['knn']);

/** The few facts that say why a hit stands where it does; what is missing is not told of. */
export interface HitStory {
  /** Which legs found it, the best place first. */
  readonly legs: readonly { readonly leg: string; readonly rank: number }[];
  /** Whether only legs that compare meanings found it. */
  readonly byMeaningAlone: boolean;
  /** The leg that gave most of the fused score, where several gave some, and its share of it, 0 to 1. */
  readonly mostFrom: { readonly leg: string; readonly share: number } | undefined;
  /** Its place before models re-ordered the list, from 1; undefined where none did. */
  readonly beforeModels: number | undefined;
  /** The rule that put it into its place. */
  readonly placedBy: { readonly rule: string; readonly pinned: number | undefined } | undefined;
}

/** What legs and rank stages noted of a hit, put together for a person. */
export function hitStory({ legs, notes }: Pick<ExplainedHit, 'legs' | 'notes'>): HitStory {
  const reordered = notes.find(({ stage }) => stage === 'rerank' || stage === 'blend');
  const placed = notes.findLast((note) => typeof note['rule'] === 'string');
  return {
    legs: legs.map(({ leg, rank }) => ({ leg, rank })).toSorted((a, b) => a.rank - b.rank),
    byMeaningAlone: legs.length > 0 && legs.every(({ leg }) => LEGS_OF_MEANING.has(leg)),
    mostFrom: greatestShare(notes.find(({ stage }) => stage === 'fuse')?.['shares']),
    beforeModels: numberIn(reordered?.['before']),
    placedBy:
      placed === undefined ? undefined : { rule: String(placed['rule']), pinned: numberIn(placed['pinned']) },
  };
}

function greatestShare(shares: unknown): HitStory['mostFrom'] {
  if (typeof shares !== 'object' || shares === null) return undefined;
  const given = Object.entries(shares).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0,
  );
  if (given.length < 2) return undefined;
  const sum = given.reduce((total, [, share]) => total + share, 0);
  const [leg, share] = given.reduce((best, one) => (one[1] > best[1] ? one : best));
  return { leg, share: share / sum };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
