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
  const relevant = [...grades.values()].filter((grade) => grade >= RELEVANT).length;
  return relevant === 0 ? 0 : relevantAmong(ranking, grades, k) / relevant;
}

/** Share of the first k places that holds a relevant document; places left empty count as misses. */
export function precision(ranking: readonly string[], grades: Grades, k: number): number {
  return relevantAmong(ranking, grades, k) / k;
}

function relevantAmong(ranking: readonly string[], grades: Grades, k: number): number {
  return ranking.slice(0, k).filter((id) => isRelevant(id, grades)).length;
}

function isRelevant(id: string, grades: Grades): boolean {
  return (grades.get(id) ?? 0) >= RELEVANT;
}
