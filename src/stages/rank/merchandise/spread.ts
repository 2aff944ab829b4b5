import type { Candidate } from '../../../domain/candidate.ts';
import { fieldText } from '../../../text/field-text.ts';

export interface Limit {
  /** Path of a `_source` field. */
  readonly field: string;
  /** How many candidates may share a value of it, ≥ 1. */
  readonly n: number;
  /** Among the first so many. */
  readonly within: number;
}

/**
 * No more than `n` candidates with the same value among the first `within`; the others follow behind those, in their
 * order. Candidates without a value are never too many. Where too few others are there, the order stays as it is.
 */
export function spread(candidates: readonly Candidate[], { field, n, within }: Limit): readonly Candidate[] {
  const counts = new Map<string, number>();
  const first: Candidate[] = [];
  const tooMany: Candidate[] = [];
  const later: Candidate[] = [];
  for (const candidate of candidates) {
    if (first.length === within) later.push(candidate);
    else {
      const value = fieldText(candidate.fields[field]).toLowerCase();
      const count = counts.get(value) ?? 0;
      if (value !== '' && count >= n) tooMany.push(candidate);
      else {
        counts.set(value, count + 1);
        first.push(candidate);
      }
    }
  }
  return [...first, ...tooMany, ...later];
}
