import type { HitChange } from '../../admin-api/compare.ts';
import { documentKey } from '../../domain/candidate.ts';

interface Hit {
  readonly index: string;
  readonly id: string;
}

/** What became of each hit from one list to another: those of the second in its order, then those that it lost. */
export function hitChanges(before: readonly Hit[], after: readonly Hit[]): readonly HitChange[] {
  const ranksBefore = ranksOf(before);
  const ranksAfter = ranksOf(after);
  const changeOf = (hit: Hit): HitChange => {
    const { index, id } = hit;
    const was = ranksBefore.get(documentKey(hit)) ?? null;
    const is = ranksAfter.get(documentKey(hit)) ?? null;
    const change = is === null ? 'lost' : was === null ? 'new' : was === is ? 'same' : 'moved';
    return { index, id, before: was, after: is, change };
  };
  const all = new Map([...after, ...before].map((hit) => [documentKey(hit), hit]));
  return [...all.values()].map(changeOf);
}

/** A list may hold an id twice (custom routing): the first place counts. */
function ranksOf(hits: readonly Hit[]): ReadonlyMap<string, number> {
  return new Map(hits.map((hit, at) => [documentKey(hit), at + 1] as const).reverse());
}
