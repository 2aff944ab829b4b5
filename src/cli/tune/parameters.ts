import type { StageSpec } from '../../config/schema/search.ts';
import type { Parameter } from '../../evaluation/tuning/grid-search.ts';
import { QUERY_CLASSES, type QueryClass } from '../../stages/rank/fuse/query-class.ts';
import { CLASSES, WEIGHTS } from '../../stages/rank/fuse/defaults.ts';
import type { ClassWeights } from './cached-query.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from './order.ts';

const LEG_WEIGHTS = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];
const FIELD_WEIGHTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5];
const RERANK_WEIGHTS = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7];
const RERANK_DEPTHS = [10, 20, 30, 50, 100];
/** What a reranker that nobody has configured would read. */
const DEPTH = 50;
const RERANK_WEIGHT_UNSAID = 0.3;

/** What can be tuned of what a pipeline has, from what is configured now. */
export interface Tunable {
  readonly legs: readonly string[];
  readonly fields: readonly string[];
  /** Whether a model said something of the candidates. */
  readonly rerank: boolean;
}

/** Parameters, each starting where the configuration stands. */
export function parametersOf(
  stages: readonly StageSpec[],
  { legs, fields, rerank }: Tunable,
): readonly Parameter[] {
  const weights = {
    ...WEIGHTS,
    ...(optionsOf(stages, 'fuse')['weights'] as Readonly<Record<string, number>> | undefined),
  };
  const { depth, weight } = optionsOf(stages, 'rerank') as {
    readonly depth?: number;
    readonly weight?: number;
  };
  const ranks = stages.some(({ name }) => name === 'rerank');
  return [
    ...(legs.length < 2
      ? []
      : legs.map((leg) => parameter(LEG + leg, LEG_WEIGHTS, weights[leg as keyof typeof WEIGHTS] ?? 1))),
    ...(legs.includes('fields') && fields.length > 1
      ? [
          parameter(OWN_FIELDS, [0, 1], 0),
          ...fields.map((field) => parameter(FIELD + field, FIELD_WEIGHTS, 1)),
        ]
      : []),
    ...(rerank
      ? [
          parameter(RERANK_WEIGHT, RERANK_WEIGHTS, ranks ? (weight ?? RERANK_WEIGHT_UNSAID) : 0),
          parameter(RERANK_DEPTH, RERANK_DEPTHS, depth ?? DEPTH),
        ]
      : []),
  ];
}

/** What classes of queries say of legs: as configured, else as `fuse` has it. */
export function classesFor(stages: readonly StageSpec[]): ClassWeights {
  const given = optionsOf(stages, 'fuse')['classes'] as
    Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
  const tables = Object.entries(given ?? CLASSES);
  return new Map(
    tables.flatMap(([name, table]): [QueryClass, ReadonlyMap<string, number>][] => {
      const known = QUERY_CLASSES.find((one) => one === name);
      return known === undefined ? [] : [[known, new Map(Object.entries(table))]];
    }),
  );
}

export function optionsOf(stages: readonly StageSpec[], wanted: string): StageSpec['options'] {
  return stages.find(({ name }) => name === wanted)?.options ?? {};
}

function parameter(name: string, values: readonly number[], start: number): Parameter {
  const all = new Set([...values, start]);
  return { name, start, values: [...all].sort((a, b) => a - b) };
}
