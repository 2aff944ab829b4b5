import type { EngineAnswer } from '../../domain/engine.ts';
import type { SearchOutcome } from '../../domain/search.ts';
import { assembleAnswer, orderOf, readAnswer } from '../../search-api/answer.ts';
import { applyFilterPath, type FilterPath } from '../../search-api/filter-path.ts';

export interface BodyOptions {
  /** Null keeps the engine's own. */
  readonly tookMs: number | null;
  readonly filterPath: FilterPath | null;
}

/** Leg 1's own answer with the hits in the candidates' order; an error stays as it is. */
export function bodyOf(outcome: SearchOutcome, { tookMs, filterPath }: BodyOptions): Buffer {
  const { answer, candidates } = outcome;
  if (answer.status !== 200) return answer.body;
  const read = readAnswer(answer.body);
  const order = orderOf(read, candidates);
  const body = assembleAnswer(read, { order, tookMs });
  return filterPath === null ? body : (applyFilterPath(body, filterPath) ?? body);
}

/** Whether an answer holds no hit at all, on no page. */
export function foundNothing(answer: EngineAnswer): boolean {
  if (answer.status !== 200) return false;
  const { total, hits } = readAnswer(answer.body);
  return total === null ? hits.length === 0 : total.value === 0;
}
