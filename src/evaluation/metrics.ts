/** Grades of one query's judged documents, by document id; what is not in it counts as grade 0. */
export type Grades = ReadonlyMap<string, number>;

/** A document of this grade or more is relevant where a metric knows only yes and no. */
const RELEVANT = 1;

const gain = (grade: number): number => 2 ** grade - 1;
const discount = (rank: number): number => Math.log2(rank + 1);

/** Whether any judged document is relevant; queries without one cannot tell two rankings apart. */
export function hasRelevant(grades: Grades): boolean {
  for (const grade of grades.values()) if (grade >= RELEVANT) return true;
  return false;
}

/**
 * Discounted cumulative gain with exponential gain 2^grade − 1 (Burges et al. 2005).
 * @param grades of the documents in ranked order
 */
export function dcg(grades: readonly number[], k: number): number {
  return grades.slice(0, k).reduce((sum, grade, at) => sum + gain(grade) / discount(at + 1), 0);
}

/**
 * DCG of the first k documents over that of the best order of all judged ones, 0..1 (Järvelin and Kekäläinen
 * 2002). 0 where nothing judged is relevant.
 */
export function ndcg(ranking: readonly string[], grades: Grades, k: number): number {
  const ideal = dcg(
    [...grades.values()].sort((a, b) => b - a),
    k,
  );
  if (ideal === 0) return 0;
  return (
    dcg(
      ranking.map((id) => grades.get(id) ?? 0),
      k,
    ) / ideal
  );
}

/** 1 over the rank of the first relevant document among the first k, 0 where there is none. */
export function reciprocalRank(ranking: readonly string[], grades: Grades, k: number): number {
  const at = ranking.slice(0, k).findIndex((id) => isRelevant(id, grades));
  return at === -1 ? 0 : 1 / (at + 1);
}

/** Share of the relevant documents that is among the first k. 0 where there are none. */
export function recall(ranking: readonly string[], grades: Grades, k: number): number {
  const relevant = relevantCount(grades);
  return relevant === 0 ? 0 : relevantAmong(ranking, grades, k) / relevant;
}

/** Share of the first k places that holds a relevant document; places left empty count as misses. */
export function precision(ranking: readonly string[], grades: Grades, k: number): number {
  return relevantAmong(ranking, grades, k) / k;
}

/**
 * Mean of the precision at each relevant document among the first k, over all relevant ones: 0..1. Those that were
 * not found count as 0. Its mean over queries is MAP (Buckley and Voorhees 2000). 0 where there are none.
 */
export function averagePrecision(ranking: readonly string[], grades: Grades, k: number): number {
  const relevant = relevantCount(grades);
  if (relevant === 0) return 0;
  let found = 0;
  let sum = 0;
  ranking.slice(0, k).forEach((id, at) => {
    if (!isRelevant(id, grades)) return;
    found += 1;
    sum += found / (at + 1);
  });
  return sum / relevant;
}

/** What expected reciprocal rank needs beside the ranking. */
export interface ErrOptions {
  readonly k: number;
  /** The best grade of the scale: a document of this grade is what the user wanted with 1 − 2^−maxGrade. */
  readonly maxGrade: number;
}

/**
 * Expected reciprocal rank among the first k (Chapelle, Metzler, Zhang and Grinspan 2009): the user reads from the
 * top and stops at a document of grade g with probability (2^g − 1) / 2^maxGrade. 0..1
 */
export function expectedReciprocalRank(
  ranking: readonly string[],
  grades: Grades,
  { k, maxGrade }: ErrOptions,
): number {
  let reading = 1;
  let sum = 0;
  ranking.slice(0, k).forEach((id, at) => {
    const stops = gain(grades.get(id) ?? 0) / 2 ** maxGrade;
    sum += (reading * stops) / (at + 1);
    reading *= 1 - stops;
  });
  return sum;
}

/**
 * The ranking without what nobody judged, so that a new system is not punished for finding what old ones did not
 * (condensed lists, Sakai 2007).
 */
export function judgedOnly(ranking: readonly string[], grades: Grades): readonly string[] {
  return ranking.filter((id) => grades.has(id));
}

/** Share of the first k that nobody judged, of those that are there; 0 where nothing was found. */
export function unjudged(ranking: readonly string[], grades: Grades, k: number): number {
  const top = ranking.slice(0, k);
  return top.length === 0 ? 0 : top.filter((id) => !grades.has(id)).length / top.length;
}

function relevantCount(grades: Grades): number {
  return [...grades.values()].filter((grade) => grade >= RELEVANT).length;
}

function relevantAmong(ranking: readonly string[], grades: Grades, k: number): number {
  return ranking.slice(0, k).filter((id) => isRelevant(id, grades)).length;
}

function isRelevant(id: string, grades: Grades): boolean {
  return (grades.get(id) ?? 0) >= RELEVANT;
}
