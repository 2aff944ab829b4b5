import { type Candidate, noted } from '../../../domain/candidate.ts';
import { fieldText } from '../../../text/field-text.ts';
import { type Free, placesWithin } from './free.ts';

export interface Limit {
  /** What it is called in the configuration. */
  readonly name: 'maxPer' | 'dedupe';
  /** Path of a `_source` field. */
  readonly field: string;
  /** How many candidates may share a value of it, ≥ 1. */
  readonly n: number;
  /** Among the first so many. */
  readonly within: number;
}

/**
 * No more than `n` candidates with the same value among the first `within`, those that rules pin there counted first;
 * the others follow behind those, in their order. Candidates without a value are never too many. Where too few others
 * are there, the order stays as it is.
 */
export function spread(free: Free, { name, field, n, within }: Limit): Free {
  const { candidates, places, pinned } = free;
  const valueOf = ({ fields }: Candidate): string => fieldText(fields[field]).toLowerCase();
  const counts = new Map<string, number>();
  const count = (value: string): void => void counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const { candidate, place } of pinned) if (place <= within) count(valueOf(candidate));
  const most = placesWithin(free, within);
  const first: Candidate[] = [];
  const tooMany: { readonly candidate: Candidate; readonly from: number }[] = [];
  const later: Candidate[] = [];
  candidates.forEach((candidate, at) => {
    if (first.length === most) later.push(candidate);
    else {
      const value = valueOf(candidate);
      if (value !== '' && (counts.get(value) ?? 0) >= n) tooMany.push({ candidate, from: at });
      else {
        count(value);
        first.push(candidate);
      }
    }
  });
  const back = tooMany.map(({ candidate, from }, at) => {
    const to = first.length + at;
    return from === to
      ? candidate
      : noted(candidate, { stage: 'merchandise', from: places[from], to: places[to], [name]: field });
  });
  return { ...free, candidates: [...first, ...back, ...later] };
}
