import type { Candidate } from '../domain/candidate.ts';
import type { Query } from '../domain/query.ts';
import { GatewayError } from '../errors.ts';
import { ChildSignal } from './child-signal.ts';
import { ContextWithin } from './context-within.ts';
import type { Recorder } from './recorder.ts';
import type { RetrieveStage } from './stage.ts';
import { union } from './union.ts';

export interface Legs {
  readonly first: RetrieveStage;
  readonly others: readonly RetrieveStage[];
  /** Whether the others may start with leg 1, as its caller is known to the engine. */
  readonly together: boolean;
}

const REFUSED = new GatewayError('client_gone', 'leg 1 was refused');

/**
 * Runs the legs and brings together what they found. The others start with leg 1 or once it is answered well; where it
 * is not, or a leg fails that the search cannot go on without, nobody waits for them.
 */
export async function retrieve(
  query: Query,
  { first, others, together }: Legs,
  recorder: Recorder,
): Promise<readonly Candidate[]> {
  const under: ChildSignal[] = [];
  const stop = (reason: unknown): void => {
    for (const own of under) own.abort(reason);
  };
  const find = (stage: RetrieveStage): Promise<readonly Candidate[]> =>
    recorder.step(
      stage,
      async (ctx) => {
        const own = new ChildSignal(ctx);
        under.push(own);
        try {
          return await stage.run(query, new ContextWithin(ctx, { signal: own }));
        } finally {
          own.release();
        }
      },
      [],
    );
  const isAnswered = (): boolean => recorder.answer?.status === 200;
  const lexical = find(first);
  const beside = together ? others.map(find) : [];
  // Whoever fails while nobody waits any more has nobody to tell.
  void Promise.allSettled(beside);
  try {
    const own = await lexical;
    if (!isAnswered()) {
      stop(REFUSED);
      return own;
    }
    return union([own, ...(await Promise.all(together ? beside : others.map(find)))]);
  } catch (error) {
    stop(error);
    throw error;
  }
}
