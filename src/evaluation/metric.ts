import { GatewayError } from '../errors.ts';
import type { JudgedSet } from './judged-set.ts';
import type { Grades } from './metrics.ts';
import {
  averagePrecision,
  expectedReciprocalRank,
  judgedOnly,
  ndcg,
  precision,
  recall,
  reciprocalRank,
} from './metrics.ts';

/** A measure of one query's ranking: 0..1, more is better. */
export interface Metric {
  /** `ndcg@10`, `judged-map@100`: how files and JSON call it. */
  readonly name: string;
  /** `nDCG@10`: how people read it. */
  readonly label: string;
  of(ranking: readonly string[], grades: Grades): number;
}

type Measure = (ranking: readonly string[], grades: Grades, scale: Scale) => number;

interface Scale {
  readonly k: number;
  readonly maxGrade: number;
}

const MEASURES: ReadonlyMap<string, readonly [label: string, Measure]> = new Map<
  string,
  readonly [string, Measure]
>([
  ['ndcg', ['nDCG', (ranking, grades, { k }) => ndcg(ranking, grades, k)]],
  ['mrr', ['MRR', (ranking, grades, { k }) => reciprocalRank(ranking, grades, k)]],
  ['map', ['MAP', (ranking, grades, { k }) => averagePrecision(ranking, grades, k)]],
  ['err', ['ERR', expectedReciprocalRank]],
  ['precision', ['precision', (ranking, grades, { k }) => precision(ranking, grades, k)]],
  ['recall', ['recall', (ranking, grades, { k }) => recall(ranking, grades, k)]],
]);

const NAME = /^(judged-)?([a-z]+)@([1-9]\d{0,3})$/;

/**
 * A metric by its name: `ndcg`, `mrr`, `map`, `err`, `precision` or `recall`, then `@` and the depth; `judged-` before
 * it leaves out documents that nobody judged before ranks are counted.
 * @param maxGrade the best grade of the scale, for ERR
 * @throws GatewayError `bad_request` that says what there is
 */
export function metricOf(name: string, maxGrade: number): Metric {
  const [, judged, key = '', depth = ''] = NAME.exec(name) ?? [];
  const measure = MEASURES.get(key);
  if (measure === undefined) {
    const known = [...MEASURES.keys()].join(', ');
    throw new GatewayError(
      'bad_request',
      `"${name}" is no metric; known are ${known} with a depth, as ndcg@10, and judged-ndcg@10`,
    );
  }
  const [label, of] = measure;
  const scale = { k: Number(depth), maxGrade };
  if (judged === undefined) {
    return { name, label: `${label}@${depth}`, of: (ranking, grades) => of(ranking, grades, scale) };
  }
  return {
    name,
    label: `${label}@${depth}, judged`,
    of: (ranking, grades) => of(judgedOnly(ranking, grades), grades, scale),
  };
}

/** What is measured unless others are asked for: the first is the one that decides. */
export function usualMetrics(k: number, recallDepth: number): readonly string[] {
  return [
    `ndcg@${k}`,
    `mrr@${k}`,
    `map@${recallDepth}`,
    `err@${k}`,
    `precision@${k}`,
    `recall@${recallDepth}`,
    `judged-ndcg@${k}`,
    `judged-map@${recallDepth}`,
  ];
}

/** The best grade that a set gives, at least 1. */
export function maxGradeOf(set: JudgedSet): number {
  let best = 1;
  for (const grades of set.grades.values()) for (const grade of grades.values()) best = Math.max(best, grade);
  return best;
}
