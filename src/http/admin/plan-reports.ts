import { encoderNamedIn } from '../../domain/usual-pipeline.ts';
import type { IndexReport, IndicesReport, PipelinesReport } from '../../admin-api/indices.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { SearchPlan } from '../search/services.ts';

/** Indices that are told; a cluster may have ten thousand. */
const MOST_INDICES = 1000;

/** What is known of the indices and aliases whose searches are improved, by name. */
export function indicesReport(catalog: Catalog, plan: SearchPlan): IndicesReport {
  const improved = catalog.names().filter((name) => plan.improves(name, catalog.describe(name)));
  const names = [...new Set([...improved, ...plan.named])].sort();
  return {
    indices: names.slice(0, MOST_INDICES).map((name) => indexReport(name, catalog, plan)),
    left: Math.max(0, names.length - MOST_INDICES),
  };
}

function indexReport(name: string, catalog: Catalog, plan: SearchPlan): IndexReport {
  const described = catalog.describe(name);
  return {
    name,
    kind: described?.kind ?? 'index',
    known: described !== undefined,
    pipeline: plan.pipelineOf(name, described),
    encoder: (described && encoderNamedIn(described.meta)) ?? null,
    fields: Array.from(described?.fields ?? [], ([path, { type, analyzer, hanCut, dims = null }]) => ({
      path,
      type,
      analyzer,
      hanCut,
      dims,
    })),
  };
}

export function pipelinesReport({ version, pipelines }: SearchPlan): PipelinesReport {
  return {
    version,
    pipelines: [...pipelines.values()].map(({ name, stages }) => ({ name, stages })),
  };
}
