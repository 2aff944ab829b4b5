import type { Boost } from '../../domain/query.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { condition, wheresOf } from '../compile/conditions.ts';
import { array, type Dsl, number, object, text } from '../compile/dsl.ts';

/** A score holds 24 bits exactly; more boosts than this on one query are nobody's intention. */
const MOST_MARKS = 16;

/** A question that tells which of some documents satisfy the conditions of boosts. */
export interface Marks {
  readonly dsl: Dsl;
  /** Those that are asked about: the first of many, without those whose condition is no query. */
  readonly boosts: readonly Boost[];
}

/** The query for {@link markedBy}; undefined where there is nothing to ask. */
export function marksOf(
  request: SearchRequest,
  boosts: readonly Boost[],
  ids: readonly string[],
): Marks | undefined {
  const wheres = wheresOf(request.clauses);
  const asked = boosts.flatMap((boost) => {
    const filter = condition(boost.clause, wheres);
    return filter === undefined ? [] : [{ boost, filter }];
  });
  const marked = asked.slice(0, MOST_MARKS);
  if (marked.length === 0 || ids.length === 0) return undefined;
  const dsl = object({
    bool: object({
      filter: array([object({ ids: object({ values: array(ids.map(text)) }) })]),
      // Each condition is a bit of the score.
      should: array(
        marked.map(({ filter }, bit) =>
          object({ constant_score: object({ filter, boost: number(2 ** bit) }) }),
        ),
      ),
      minimum_should_match: '1',
    }),
  });
  return { dsl, boosts: marked.map(({ boost }) => boost) };
}

/** Which boosts a document satisfies, by the score that {@link marksOf}'s query gave it. */
export function markedBy({ boosts }: Marks, score: number | null): readonly Boost[] {
  const bits = Math.round(score ?? 0);
  return boosts.filter((_, bit) => (bits & (1 << bit)) !== 0);
}
