import type { Candidate } from '../../domain/candidate.ts';
import type { Query } from '../../domain/query.ts';
import type { Config } from '../../config/schema.ts';
import type { StageSpec } from '../../config/schema/search.ts';
import type { StageFactory } from '../../pipeline/registry.ts';
import type { RankStage, StageContext } from '../../pipeline/stage.ts';

/** What one query's legs and rank stages brought, before anything is made of it. */
export interface Collected {
  readonly query: Query;
  readonly candidates: readonly Candidate[];
}

/** Name of the stage that writes candidates down. */
const COLLECT = 'collect';
/** Where nothing waits for an answer, no leg may be late. */
const PATIENCE_MS = 60_000;

export interface Collector {
  readonly stages: ReadonlyMap<string, StageFactory>;
  /** By the text as it was sent. */
  readonly found: ReadonlyMap<string, Collected>;
}

/**
 * A rank stage that changes nothing and writes down what comes by.
 * @param reads of an index the `_source` fields that candidates are to bring
 * @param look what else is to be asked of the engine for a query's candidates
 */
export function createCollector(
  { depth, reads }: { readonly depth: number; readonly reads: NonNullable<RankStage['reads']> },
  look: (found: Collected, ctx: StageContext) => Promise<Collected> = async (found) => found,
): Collector {
  const found = new Map<string, Collected>();
  const stage: RankStage = {
    name: COLLECT,
    kind: 'rank',
    onError: 'fail',
    depth,
    reads,
    async run(candidates, query, ctx) {
      found.set(query.typed, await look({ query, candidates }, ctx));
      return candidates;
    },
  };
  return { stages: new Map([[COLLECT, () => stage]]), found };
}

/** The pipeline that collects what another one would rank. */
export function collectorOf(pipeline: string): string {
  return `${COLLECT}-${pipeline}`;
}

/**
 * A configuration with a {@link collectorOf} for each of these pipelines, which runs its stages without hurry and lets
 * a collector see the end.
 */
export function collecting(config: Config, pipelines: ReadonlyMap<string, readonly StageSpec[]>): Config {
  const added = [...pipelines].map(([name, stages]) => {
    const specs = [...stages, { name: COLLECT, options: {} }];
    const deadlinesMs = Object.fromEntries(specs.map((one) => [one.name, PATIENCE_MS]));
    return [collectorOf(name), { stages: specs, deadlinesMs }] as const;
  });
  return { ...config, pipelines: { ...config.pipelines, ...Object.fromEntries(added) } };
}
