import type { Candidate } from '../domain/candidate.ts';
import type { Clock } from '../domain/clock.ts';
import type { Query } from '../domain/query.ts';
import { type Legs, retrieve } from './retrieve.ts';
import type { Recorder } from './recorder.ts';
import type { RelaxStage } from './stage.ts';

export interface Attempt {
  readonly query: Query;
  readonly candidates: readonly Candidate[];
  /** How the query was relaxed; null: not at all. */
  readonly relaxed: string | null;
}

/**
 * Asks for less while leg 1 finds too little and there is time. What found no more than the attempt before it leaves
 * no trace but in explain; an attempt that fails is the last one.
 */
export async function relaxing(
  stage: RelaxStage,
  { first, legs, recorder, clock }: { first: Attempt; legs: Legs; recorder: Recorder; clock: Clock },
): Promise<Attempt> {
  const startedMs = clock.now();
  let best = first;
  if (recorder.answer?.status !== 200 || recorder.found >= stage.below) return best;
  const ways = await recorder.step(stage, (ctx) => stage.run(first.query, ctx), []);
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
      recorder.name(stage);
      break;
    }
  }
  return best;
}
