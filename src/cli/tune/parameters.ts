import type { StageSpec } from '../../config/schema/search.ts';
import type { Parameter } from '../../evaluation/tuning/grid-search.ts';
import type { Query } from '../../domain/query.ts';
import { classesOf, QUERY_CLASSES, type QueryClass } from '../../stages/rank/fuse/query-class.ts';
import { CLASSES, WEIGHTS } from '../../stages/rank/fuse/defaults.ts';
import type { ClassWeights } from './cached-query.ts';
import { classParameter } from './class-weights.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from './order.ts';

const LEG_WEIGHTS = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];
const FIELD_WEIGHTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5];
const CLASS_FACTORS = [0, 0.25, 0.5, 1, 2, 4];
/** Queries of a class, and others. */
const LEAST_OF_CLASS = 20;
const RERANK_WEIGHTS = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7];
const RERANK_DEPTHS = [10, 20, 30, 50, 100];
/** What a reranker that nobody has configured would read. */
const DEPTH = 50;

/** What can be tuned of what a pipeline has, from what is configured now. */
export interface Tunable {
  readonly legs: readonly string[];
  readonly fields: readonly string[];
  /** The share that the model has unless configured; null where none said anything of the candidates. */
  readonly rerank: number | null;
  /** Classes that hold enough queries, and leave enough out. */
  readonly classes: readonly QueryClass[];
}

/** Parameters, each starting where the configuration stands. */
export function parametersOf(
  stages: readonly StageSpec[],
  { legs, fields, rerank, classes }: Tunable,
): readonly Parameter[] {
  const weights: Readonly<Record<string, number>> = {
    ...WEIGHTS,
    ...(optionsOf(stages, 'fuse')['weights'] as Readonly<Record<string, number>> | undefined),
  };
  const { depth, weight } = optionsOf(stages, 'rerank') as {
    readonly depth?: number;
    readonly weight?: number;
  };
  const ranks = stages.some(({ name }) => name === 'rerank');
  return [
    ...(legs.length < 2 ? [] : legs.map((leg) => parameter(LEG + leg, LEG_WEIGHTS, weights[leg] ?? 1))),
    ...classParameters(classesFor(stages), { legs, classes, weights }),
    ...(legs.includes('fields') && fields.length > 1
      ? [
          parameter(OWN_FIELDS, [0, 1], 0),
          ...fields.map((field) => parameter(FIELD + field, FIELD_WEIGHTS, 1)),
        ]
      : []),
    ...(rerank === null
      ? []
      : [
          parameter(RERANK_WEIGHT, RERANK_WEIGHTS, ranks ? (weight ?? rerank) : 0),
          parameter(RERANK_DEPTH, RERANK_DEPTHS, depth ?? DEPTH),
        ]),
  ];
}

/**
 * Of each class and leg how many times the leg's general weight. Weights are shares, so the first leg keeps its own,
 * unless the class has another. Where a class weighs a leg that has no weight otherwise, that stays as it is.
 */
function classParameters(
  configured: ClassWeights,
  {
    legs,
    classes,
    weights,
  }: Pick<Tunable, 'legs' | 'classes'> & { readonly weights: Readonly<Record<string, number>> },
): readonly Parameter[] {
  return classes.flatMap((name) =>
    legs.flatMap((leg, at) => {
      const [general, own] = [weights[leg] ?? 1, configured.get(name)?.get(leg)];
      if (own === undefined ? at === 0 : general === 0) return [];
      return [parameter(classParameter(name, leg), CLASS_FACTORS, own === undefined ? 1 : own / general)];
    }),
  );
}

/** Classes that so many queries belong to, and so many do not, that weights of their own can be told from chance. */
export function classesIn(queries: readonly Query[]): readonly QueryClass[] {
  const of = queries.map(classesOf);
  return QUERY_CLASSES.filter((name) => {
    const size = of.filter((classes) => classes.includes(name)).length;
    return size >= LEAST_OF_CLASS && queries.length - size >= LEAST_OF_CLASS;
  });
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
