import type { Query } from '../domain/query.ts';
import type { Search } from '../domain/search.ts';
import type { RankStage, RetrieveStage, StageContext } from './stage.ts';

/** Who takes part in one search, and how deep they look. */
export interface Part extends Pick<StageContext, 'window' | 'fields'> {
  /** Besides leg 1. */
  readonly legs: readonly RetrieveStage[];
  readonly ranks: readonly RankStage[];
  /** Those that would take part but for the load or a scoring function of the caller's. */
  readonly left: readonly (RetrieveStage | RankStage)[];
}

/** Leg 1 of a page whose order is known already brings what belongs to the answer, and its best score. */
const ANSWER_ALONE = 1;

/**
 * Decides after the query stages. Other legs need a rank stage with a window to put their candidates into, stages that
 * bring legs together need more than one leg; what is left decides the window.
 * @param others the pipeline's retrievers but for leg 1
 */
export function partOf(
  search: Search,
  query: Query,
  {
    others,
    rankStages,
  }: { readonly others: readonly RetrieveStage[]; readonly rankStages: readonly RankStage[] },
): Part {
  if (search.frozen !== undefined) return { legs: [], ranks: [], left: [], window: ANSWER_ALONE, fields: [] };
  const weights = new Map(query.instructions.legs.map(({ leg, weight }) => [leg, weight]));
  const asked = others.filter(
    (stage) =>
      weights.get(stage.name) !== 0 &&
      rankStages.every((rank) => rank.wants?.(query, stage.name) ?? true) &&
      (stage.applies?.(query, search) ?? true),
  );
  const having = asked.length === 0 ? rankStages.filter(({ fuses }) => fuses !== true) : rankStages;
  const ranks = applying(having, query, search);
  if (windowOf(ranks) === 0) return { legs: [], ranks, left: [], window: 0, fields: [] };
  const ranking = search.ranking();
  const models = ranking === 'busy' ? ranks.filter(({ asksModel }) => asksModel === true) : [];
  // What only goes on from what models say has nothing to do without them.
  const rest =
    models.length === 0
      ? ranks
      : applying(
          having.filter((stage) => !models.includes(stage)),
          query,
          search,
        );
  const window = windowOf(rest);
  if (window === 0 || (ranking !== 'open' && ranking !== 'busy')) {
    const left = [...asked, ...ranks.filter((stage) => depthOf(stage) > 0)];
    return { legs: [], ranks: ranks.filter((stage) => depthOf(stage) === 0), left, window: 0, fields: [] };
  }
  const fields = new Set(rest.flatMap((stage) => stage.reads?.(search.index) ?? []));
  return { legs: asked, ranks: rest, left: models, window, fields: [...fields] };
}

/** Those that have something to do, each behind those before it. */
function applying(stages: readonly RankStage[], query: Query, search: Search): readonly RankStage[] {
  const behind: string[] = [];
  return stages.filter((stage) => {
    const has = stage.applies?.(query, search, behind) ?? true;
    if (has) behind.push(stage.name);
    return has;
  });
}

function windowOf(ranks: readonly RankStage[]): number {
  return Math.max(0, ...ranks.map(depthOf));
}

function depthOf({ depth = 0 }: RankStage): number {
  return depth;
}
