import { GatewayError } from '../../errors.ts';
import type { JudgedSet } from '../judged-set.ts';
import type { Grades } from '../metrics.ts';

/** What somebody, or a log of clicks, thought of a document. */
export interface Judgment {
  readonly query: string;
  readonly document: string;
  /** On the scale of where it came from. */
  readonly rating: number;
}

/** Judgments as they were read, with queries that have none. */
export interface Judgments {
  /** Texts, in order, each once. */
  readonly queries: readonly string[];
  readonly judgments: readonly Judgment[];
}

/** Gains are 2^grade − 1: beyond this a scale is no scale of grades. */
const MOST = 10;

/**
 * A judged set of queries with ids `q1`, `q2`, …, in the order in which the texts came. Several judgments of a pair
 * become their mean.
 * @param thresholds the least rating of grade 1, 2, …, ascending; undefined keeps ratings as they are
 * @throws GatewayError `bad_request` for ratings that are no grades, where there are no thresholds
 */
export function judgedSetFrom(
  { queries, judgments }: Judgments,
  thresholds: readonly number[] | undefined,
): JudgedSet {
  const texts = new Set([...queries, ...judgments.map(({ query }) => query)]);
  const ids = new Map([...texts].map((text, at) => [text, `q${at + 1}`]));
  const ratings = new Map<string, Map<string, number[]>>();
  for (const { query, document, rating } of judgments) {
    const ofQuery = ratings.get(ids.get(query)!) ?? new Map<string, number[]>();
    ratings.set(ids.get(query)!, ofQuery);
    ofQuery.set(document, [...(ofQuery.get(document) ?? []), rating]);
  }
  return {
    queries: [...ids].map(([text, id]) => ({ id, text, stage: null })),
    grades: new Map([...ratings].map(([id, documents]) => [id, gradesOf(documents, thresholds)])),
  };
}

function gradesOf(
  documents: ReadonlyMap<string, readonly number[]>,
  thresholds: readonly number[] | undefined,
): Grades {
  return new Map(
    [...documents].map(([document, all]) => {
      const mean = all.reduce((sum, rating) => sum + rating, 0) / all.length;
      return [document, gradeOf(mean, thresholds)];
    }),
  );
}

function gradeOf(rating: number, thresholds: readonly number[] | undefined): number {
  if (thresholds !== undefined) return thresholds.filter((least) => rating >= least).length;
  if (rating > MOST) {
    throw new GatewayError(
      'bad_request',
      `a rating of ${rating} is no grade: say from which rating on each grade goes, such as --grades 1,10,100`,
    );
  }
  return Number(Math.max(0, rating).toFixed(3));
}
