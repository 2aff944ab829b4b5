import type { Query } from '../../../domain/query.ts';
import type { StageOptions } from '../../../pipeline/stage-options.ts';

/** Who may say which category a query is about. */
export const PREDICTORS = ['intent', 'tag'] as const;
export type Predictor = (typeof PREDICTORS)[number];

export interface CategoryOptions {
  /** Whose word counts; the stage `intent` before `tag`. */
  readonly from: readonly Predictor[];
  /** Tag of the words that name a category. */
  readonly tag: string;
}

export interface PredictedCategory {
  readonly name: string;
  readonly by: Predictor;
}

/** Reads the options `from` (both) and `tag` (`product`) of a leg. */
export function categoryOptions(options: StageOptions): CategoryOptions {
  return { from: options.subset('from', PREDICTORS), tag: options.text('tag') ?? 'product' };
}

/**
 * The category that a query is about: what a model predicted, else the words that the catalogue knows for one. Of
 * several such words the last ones count, side by side: what stands before them says which of these is meant.
 */
export function categoryOf(query: Query, { from, tag }: CategoryOptions): PredictedCategory | undefined {
  if (from.includes('intent') && query.intent !== null) return { name: query.intent.name, by: 'intent' };
  if (!from.includes('tag')) return undefined;
  const last = query.slots.findLastIndex((slot) => slot.tag?.name === tag);
  if (last === -1) return undefined;
  let first = last;
  while (query.slots[first - 1]?.tag?.name === tag) first -= 1;
  const { start } = query.slots[first]!.span;
  const { end } = query.slots[last]!.span;
  return { name: query.typed.slice(start, end).trim(), by: 'tag' };
}
