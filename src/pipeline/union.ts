import { type Candidate, documentKey } from '../domain/candidate.ts';

/**
 * What several legs found, each document once: the first leg's in its order, then those that only later legs found.
 * A document keeps the score and fields of the first leg that found it and is known to all of them.
 */
export function union(legs: readonly (readonly Candidate[])[]): readonly Candidate[] {
  const [first = [], ...others] = legs;
  if (others.every((leg) => leg.length === 0)) return first;
  const all: Candidate[] = [...first];
  const places = new Map<string, number>();
  all.forEach((candidate, at) => {
    // A leg may hold an id twice (custom routing): what another leg says is said of the first of them.
    const key = documentKey(candidate);
    if (!places.has(key)) places.set(key, at);
  });
  for (const candidate of others.flat()) {
    const key = documentKey(candidate);
    const place = places.get(key);
    const held = place === undefined ? undefined : all[place];
    // Without an id (`stored_fields: _none_`) nothing tells documents apart.
    if (place === undefined || held === undefined || candidate.id === '') {
      places.set(key, all.push(candidate) - 1);
    } else {
      all[place] = { ...held, legs: [...held.legs, ...candidate.legs] };
    }
  }
  return all;
}
