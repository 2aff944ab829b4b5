import type { Candidate } from '../../../domain/candidate.ts';
import type { Placed } from './place.ts';

/** What variety may move: the candidates that no rule places, in order, and what stands fixed among them. */
export interface Free {
  readonly candidates: readonly Candidate[];
  /** The places that they share, from 1, rising; as many as candidates. */
  readonly places: readonly number[];
  /** What rules pin, in its place. */
  readonly pinned: readonly { readonly candidate: Candidate; readonly place: number }[];
}

export function freeIn(placed: readonly Placed[]): Free {
  const numbered = placed.map(({ candidate, moved }, at) => ({ candidate, moved, place: at + 1 }));
  const free = numbered.filter(({ moved }) => moved === undefined);
  return {
    candidates: free.map(({ candidate }) => candidate),
    places: free.map(({ place }) => place),
    pinned: numbered.filter(({ moved }) => moved?.['pinned'] !== undefined),
  };
}

/** The whole list again, with the free candidates in their new order. */
export function refilled(placed: readonly Placed[], { candidates }: Free): readonly Placed[] {
  const next = candidates.values();
  return placed.map((one) => {
    const free = one.moved === undefined ? next.next().value : undefined;
    return free === undefined ? one : { candidate: free, moved: undefined };
  });
}

/** How many of the first places are free. */
export function placesWithin({ places }: Free, within: number): number {
  const behind = places.findIndex((place) => place > within);
  return behind === -1 ? places.length : behind;
}
