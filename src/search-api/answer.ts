import { type Candidate, documentKey } from '../domain/candidate.ts';
import type { RankedHit } from './answer-assembly.ts';
import { fieldsOf } from './answer-fields.ts';
import type { HitSlice, SearchAnswer } from './answer-parts.ts';

export { assembleAnswer } from './answer-assembly.ts';
export type { Assembly, RankedHit } from './answer-assembly.ts';
export type { HitSlice, SearchAnswer } from './answer-parts.ts';
export { readAnswer } from './answer-read.ts';

/**
 * The answer's hits as the pipeline sees them: in order, found by one leg.
 * @param fields paths of `_source` that they are to carry
 */
export function candidatesOf(answer: SearchAnswer, leg: string, fields: readonly string[] = []): Candidate[] {
  return answer.hits.map((hit, position) => ({
    index: hit.index,
    id: hit.id,
    score: hit.score,
    legs: [{ leg, rank: position + 1, score: hit.score }],
    fields: fields.length === 0 ? {} : fieldsOf(hit, fields),
    notes: [],
  }));
}

/**
 * The candidates' hits, in the candidates' order and with their scores; candidates that no answer holds are
 * left out.
 * @param answers the first one wins where several hold the same document (a hydration before leg 1)
 */
export function orderOf(
  answers: SearchAnswer | readonly SearchAnswer[],
  candidates: readonly Candidate[],
): RankedHit[] {
  const all = Array.isArray(answers) ? (answers as readonly SearchAnswer[]) : [answers as SearchAnswer];
  const byDocument = new Map<string, HitSlice[]>();
  for (const hit of all.flatMap(({ hits }) => hits)) {
    const held = byDocument.get(documentKey(hit));
    if (held === undefined) byDocument.set(documentKey(hit), [hit]);
    // One answer may hold an id twice (custom routing), or no ids at all: then their order tells them apart.
    else if (held[0]?.body === hit.body) held.push(hit);
  }
  return candidates.flatMap((candidate) => {
    const hit = byDocument.get(documentKey(candidate))?.shift();
    return hit === undefined ? [] : [{ hit, score: candidate.score }];
  });
}
