import { type Candidate, noted } from '../../../domain/candidate.ts';
import { fieldText } from '../../../text/field-text.ts';
import { type Free, placesWithin } from './free.ts';

export interface Diversity {
  /** Path of the `_source` field by which candidates are alike. */
  readonly field: string;
  /** How much being unlike what stands above counts, 0..1. */
  readonly weight: number;
  /** The places that are dealt out so. */
  readonly within: number;
}

/**
 * Maximal marginal relevance (Carbonell, Goldstein 1998): the next place goes to the candidate with the best of
 * (1 − weight) · relevance − weight · likeness to what stands above. Relevance is the score on 0..1, likeness the
 * share of common words, of common pairs of characters where a text has no blanks. What rules pin among the places
 * counts as standing above.
 */
export function diversify(free: Free, { field, weight, within }: Diversity): Free {
  const { candidates, places, pinned } = free;
  const most = placesWithin(free, within);
  const scores = candidates.map(({ score }) => (score !== null && Number.isFinite(score) ? score : 0));
  const best = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const least = scores.reduce((a, b) => Math.min(a, b), Infinity);
  const piecesOf = ({ fields }: Candidate): ReadonlySet<string> => piecesIn(fieldText(fields[field]));
  const above = pinned.filter(({ place }) => place <= within).map(({ candidate }) => piecesOf(candidate));
  const left = candidates.map((candidate, at) => ({
    candidate,
    from: at,
    relevance: best === least ? 1 : (scores[at]! - least) / (best - least),
    pieces: piecesOf(candidate),
    likeness: 0,
  }));
  const standsAbove = (pieces: ReadonlySet<string>): void => {
    for (const other of left) other.likeness = Math.max(other.likeness, jaccard(pieces, other.pieces));
  };
  above.forEach(standsAbove);
  const chosen: Candidate[] = [];
  while (chosen.length < most) {
    let next = 0;
    const value = (at: number): number => (1 - weight) * left[at]!.relevance - weight * left[at]!.likeness;
    for (let at = 1; at < left.length; at += 1) if (value(at) > value(next)) next = at;
    const taken = left.splice(next, 1)[0]!;
    const [from, to] = [places[taken.from]!, places[chosen.length]!];
    // What goes up tells why; the others make room.
    const rises = { stage: 'merchandise', from, to, diversity: field };
    chosen.push(from > to ? noted(taken.candidate, rises) : taken.candidate);
    standsAbove(taken.pieces);
  }
  return { ...free, candidates: [...chosen, ...left.map(({ candidate }) => candidate)] };
}

function piecesIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.flatMap((word) => {
      if (!/\p{Script=Han}/u.test(word)) return [word];
      const characters = [...word];
      return characters.length === 1
        ? characters
        : characters.slice(1).map((character, at) => `${characters[at]!}${character}`);
    }),
  );
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const piece of a) if (b.has(piece)) common += 1;
  return common / (a.size + b.size - common);
}
