import type { Run } from './execute-bool.ts';
import { shardFault } from './fault.ts';
import { indexOfDoc } from './matches.ts';
import type { BoostMode, FunctionPlan, Matches, ScoreFunction, ScoreMode } from './plan.ts';

interface Part {
  readonly value: number;
  readonly weight: number;
}

function combineFunctions(parts: readonly Part[], mode: ScoreMode): number {
  if (parts.length === 0) return 1;
  const values = parts.map(({ value, weight }) => value * weight);
  switch (mode) {
    case 'first':
      return values[0]!;
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'multiply':
      return values.reduce((product, value) => product * value, 1);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'avg': {
      const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
      return weights === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / weights;
    }
  }
}

function combineWithQuery(score: number, factor: number, mode: BoostMode): number {
  switch (mode) {
    case 'multiply':
      return score * factor;
    case 'replace':
      return factor;
    case 'sum':
      return score + factor;
    case 'avg':
      return (score + factor) / 2;
    case 'max':
      return Math.max(score, factor);
    case 'min':
      return Math.min(score, factor);
  }
}

/** Multiplies, replaces or adds to the query's score what the functions say of each document. */
export function executeFunction(plan: FunctionPlan, boost: number | null, run: Run): Matches {
  if (boost === null && plan.minScore === null) return run(plan.query, null);
  const { docs, scores } = run(plan.query, boost ?? 1);
  const filters = plan.functions.map(({ filter }) => (filter === null ? null : run(filter, null).docs));
  const applies = (_: ScoreFunction, i: number, doc: number): boolean =>
    filters[i] === null || indexOfDoc(filters[i]!, doc) >= 0;
  const combined =
    docs.length === 0
      ? new Float32Array(0)
      : Float32Array.from(docs, (doc, at) => {
          const score = scores?.[at] ?? 0;
          const parts = plan.functions
            .filter((one, i) => applies(one, i, doc))
            .map((one) => ({ value: one.value(doc, score), weight: one.weight }));
          const factor = Math.min(combineFunctions(parts, plan.scoreMode), plan.maxBoost);
          const result = combineWithQuery(score, factor, plan.boostMode);
          if (Number.isNaN(result) || result < 0) {
            throw shardFault(
              'illegal_argument_exception',
              `function score query returned an invalid score: ${result} for doc: ${doc}`,
            );
          }
          return result;
        });
  const { minScore } = plan;
  if (minScore === null) return { docs, scores: combined };
  const kept = [...combined.keys()].filter((i) => combined[i]! >= minScore);
  return {
    docs: Int32Array.from(kept, (i) => docs[i]!),
    scores: Float32Array.from(kept, (i) => combined[i]!),
  };
}
