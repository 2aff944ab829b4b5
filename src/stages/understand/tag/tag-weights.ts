import type { TermTag } from '../../../domain/query.ts';

/**
 * What a query loses without a word of each kind, 0..1: what is sold and by whom is the query; how it looks can be
 * done without before; praise and grammar find nothing.
 */
export const TAG_WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['product', 1],
  ['brand', 1],
  ['model', 1],
  ['attribute', 0.9],
  ['quantity', 0.8],
  ['size', 0.8],
  ['colour', 0.8],
  ['modifier', 0.4],
  ['stop', 0.1],
]);
const OF_OTHERS = 1;

export interface TagPolicy {
  /** Instead of {@link TAG_WEIGHTS}, by tag. */
  readonly weights: ReadonlyMap<string, number>;
  /** Tags whose words a document may do without. */
  readonly optional: readonly string[];
}

export function termTag(name: string, by: TermTag['by'], { weights, optional }: TagPolicy): TermTag {
  const weight = weights.get(name) ?? TAG_WEIGHTS.get(name) ?? OF_OTHERS;
  return { name, weight, optional: optional.includes(name), by };
}
