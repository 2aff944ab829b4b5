import type { Compared, ComparedSide } from '../../admin-api/compare.ts';
import type { CompareRequest } from '../admin/services.ts';
import { hitChanges } from './hit-changes.ts';
import { readHits } from './read-hits.ts';
import type { SearchServices } from './services.ts';
import { shownSource } from './shown-source.ts';
import { adminDeadline, watchSearch } from './watch.ts';
import { wordsOrBody } from './words-or-body.ts';

/**
 * One search through two pipelines, one after the other so that neither slows the other down, by one plan.
 * @throws GatewayError as {@link watchSearch}
 */
export async function compareSearches(services: SearchServices, asked: CompareRequest): Promise<Compared> {
  const plan = services.plan();
  const fixed = { ...services, plan: () => plan };
  const signal = adminDeadline();
  const body = wordsOrBody(services.catalog, asked, asked.size);
  const side = async (pipeline: string): Promise<ComparedSide> => {
    const { index, context, headers } = asked;
    const { answer, outcome, reason, relevanceStatus, degraded, durationMs, ...seen } = await watchSearch(
      fixed,
      { index, body, context, pipeline, headers, signal },
    );
    const { total, hits, error } = readHits(answer);
    return {
      pipeline,
      status: seen.status,
      error: seen.status === 200 ? null : (error ?? 'the engine gave no reason'),
      relevanceStatus,
      outcome,
      reason,
      degraded,
      durationMs,
      stages: seen.stages,
      steps: seen.steps,
      total,
      hits: hits.map((hit) => ({ ...hit, source: shownSource(hit.source, asked.fields) })),
    };
  };
  const [first, second] = asked.pipelines;
  const before = await side(first);
  const after = await side(second);
  return {
    index: asked.index,
    version: plan.version,
    sides: [before, after],
    changes: hitChanges(before.hits, after.hits),
  };
}
