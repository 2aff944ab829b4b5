import type { Candidate } from '../domain/candidate.ts';
import type { Clock } from '../domain/clock.ts';
import type { Query } from '../domain/query.ts';
import { type Legs, retrieve } from './retrieve.ts';
import type { Recorder } from './recorder.ts';
import type { RelaxStage, Reread, RetrieveStage } from './stage.ts';

export interface Attempt {
  readonly query: Query;
  readonly candidates: readonly Candidate[];
  /** How the query was relaxed; null: not at all. */
  readonly relaxed: string | null;
}

export interface Relaxing {
  readonly first: Attempt;
  readonly legs: Legs;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly reread: Reread;
}

/**
 * Asks for less while leg 1 finds too little and there is time. What found no more than the attempt before it leaves
 * no trace but in explain; an attempt that fails is the last one.
 */
export async function relaxing(
  stage: RelaxStage,
  { first, legs, recorder, clock, reread }: Relaxing,
): Promise<Attempt> {
  const startedMs = clock.now();
  let best = first;
  if (recorder.answer?.status !== 200 || recorder.found >= stage.below) return best;
  const ways = await recorder.step(stage, (ctx) => stage.run(first.query, ctx, reread), []);
  for (const { name, query } of ways) {
    if (clock.now() - startedMs > stage.budgetMs || recorder.found >= stage.below) break;
    const before = recorder.hold();
    try {
      const candidates = await retrieve(query, legs, recorder);
      if (recorder.answer?.status === 200 && recorder.found > before.found) {
        best = { query, candidates, relaxed: name };
        continue;
      }
      recorder.restore(before);
    } catch {
      // The search has an answer; whatever kept a second one from it is in the leg's own report.
      recorder.restore(before);
      recorder.name(stage, 'engine');
      break;
    }
  }
  // The last rung asks for nothing: the legs that go by meaning have looked in each attempt.
  const isByMeaning = recorder.found === 0 && foundByMeaning(best.candidates, legs.others);
  return isByMeaning && stage.meaning !== null ? { ...best, relaxed: stage.meaning } : best;
}

/** Whether there are candidates, and no leg that goes by words found one of them. */
function foundByMeaning(candidates: readonly Candidate[], legs: readonly RetrieveStage[]): boolean {
  const names = new Set(legs.filter(({ byMeaning }) => byMeaning === true).map(({ name }) => name));
  return candidates.length > 0 && candidates.every(({ legs: by }) => by.every(({ leg }) => names.has(leg)));
}
