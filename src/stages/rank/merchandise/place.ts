import type { Candidate, CandidateNote } from '../../../domain/candidate.ts';
import type { Instructions, Placement } from '../../../domain/query.ts';

/** A candidate that rules moved, or that no rule named. */
export interface Placed {
  readonly candidate: Candidate;
  readonly moved: Omit<CandidateNote, 'stage'> | undefined;
}

/**
 * Puts what rules pin into its places and what they bury at the end, in the order of the rules; the others keep their
 * order. A place that is taken gives the next free one; behind the last candidate there are no gaps. Pins win over
 * buries.
 */
export function place(
  candidates: readonly Candidate[],
  { pins, buries }: Pick<Instructions, 'pins' | 'buries'>,
): readonly Placed[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const slots: (Placed | undefined)[] = [];
  const named = new Set<string>();
  for (const { ids, position, origin } of pins) {
    let at = position - 1;
    for (const id of ids) {
      const candidate = byId.get(id);
      if (candidate === undefined || named.has(id)) continue;
      while (slots[at] !== undefined) at += 1;
      slots[at] = { candidate, moved: { pinned: position, rule: origin } };
      named.add(id);
    }
  }
  const buriedBy = new Map(
    buries.flatMap(({ ids, origin }: Placement) => ids.map((id) => [id, origin] as const)),
  );
  const free = candidates.filter(({ id }) => !named.has(id));
  const queue: Placed[] = [
    ...free.filter(({ id }) => !buriedBy.has(id)).map((candidate) => ({ candidate, moved: undefined })),
    ...free
      .filter(({ id }) => buriedBy.has(id))
      .map((candidate) => ({ candidate, moved: { buried: true, rule: buriedBy.get(candidate.id)! } })),
  ];
  const placed: Placed[] = [];
  for (let at = 0; at < slots.length; at += 1) {
    const next = slots[at] ?? queue.shift();
    if (next !== undefined) placed.push(next);
  }
  return [...placed, ...queue];
}
