import type { StageSpec } from '../../config/schema/search.ts';

/** Longest that a model may take, the most that its stage's option takes. */
const PATIENCE_MS = 10_000;
/** Options that say how long a stage waits for a model. */
const WAITS: Readonly<Record<string, string>> = { knn: 'encodeMs', rerank: 'budgetMs' };

/** The same stages, that wait for their models: what is learnt from must not depend on the load of the machine. */
export function unhurried(stages: readonly StageSpec[]): readonly StageSpec[] {
  return stages.map(({ name, options }) => {
    const wait = WAITS[name];
    return { name, options: wait === undefined ? options : { ...options, [wait]: PATIENCE_MS } };
  });
}
