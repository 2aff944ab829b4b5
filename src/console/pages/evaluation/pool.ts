import type { Compared, ComparedHit } from '../../../admin-api/compare.ts';

/** Hits of both sides in turn, best first, each document once: what is judged favours neither side. */
export function poolOf({ sides }: Pick<Compared, 'sides'>): readonly ComparedHit[] {
  const [left, right] = sides.map(({ hits }) => hits);
  const longest = Math.max(left!.length, right!.length);
  const inTurn = Array.from({ length: longest }, (_, at) => [left![at], right![at]]).flat();
  const pool = new Map<string, ComparedHit>();
  for (const hit of inTurn) if (hit !== undefined && !pool.has(hit.id)) pool.set(hit.id, hit);
  return [...pool.values()];
}
