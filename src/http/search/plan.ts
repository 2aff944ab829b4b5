import { createHash } from 'node:crypto';
import { isOrdinary } from '../../domain/catalog.ts';
import { usualPipeline } from '../../domain/usual-pipeline.ts';
import type { SearchPipeline } from '../../domain/search.ts';
import type { SearchPlan } from './services.ts';

export interface PlanOptions {
  readonly pipelines: readonly SearchPipeline[];
  /** Configured indices with their pipeline; undefined improves every index that does not start with a dot. */
  readonly indices: ReadonlyMap<string, { readonly pipeline?: string | undefined }> | undefined;
  readonly limits: SearchPlan['limits'];
  readonly explainAllowed: boolean;
  /** Everything that could change an answer, as text; its hash is the version. */
  readonly ingredients: readonly string[];
}

export function createPlan(options: PlanOptions): SearchPlan {
  const { indices, limits, explainAllowed } = options;
  const pipelines = new Map(options.pipelines.map((pipeline) => [pipeline.name, pipeline]));
  return {
    version: versionOf(options.ingredients),
    pipelines,
    improves: (name, description) =>
      indices === undefined ? isOrdinary(name, description) : indices.has(name),
    named: [...(indices?.keys() ?? [])],
    pipelineOf: (name, description) =>
      indices?.get(name)?.pipeline ?? usualPipeline(description?.meta, pipelines),
    limits,
    explainAllowed,
  };
}

function versionOf(ingredients: readonly string[]): string {
  const hash = createHash('sha256');
  // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
  for (const text of ingredients) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex').slice(0, 12);
}
