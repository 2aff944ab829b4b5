import { type Candidate, noted } from '../../../domain/candidate.ts';
import { fieldText } from '../../../text/field-text.ts';

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
 * No more than `n` candidates with the same value among the first `within`; the others follow behind those, in their
 * order. Candidates without a value are never too many. Where too few others are there, the order stays as it is.
 */
export function spread(
  candidates: readonly Candidate[],
  { name, field, n, within }: Limit,
): readonly Candidate[] {
  const counts = new Map<string, number>();
  const first: Candidate[] = [];
  const tooMany: Candidate[] = [];
  const places = new Map(candidates.map((candidate, at) => [candidate, at]));
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
  const back = tooMany.map((candidate, at) => {
    const [from, to] = [places.get(candidate)!, first.length + at];
    return from === to
      ? candidate
      : noted(candidate, { stage: 'merchandise', from: from + 1, to: to + 1, [name]: field });
  });
  return [...first, ...back, ...later];
}
