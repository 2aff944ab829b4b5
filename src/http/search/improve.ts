import type { EngineAnswer } from '../../domain/engine.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import type { SearchOutcome, SearchPipeline } from '../../domain/search.ts';
import { compile } from '../../search-api/compile.ts';
import type { SearchServices } from './services.ts';

export interface Improvement {
  readonly request: SearchRequest;
  readonly pipeline: SearchPipeline;
  readonly context: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  send(body: Uint8Array, queryString: string): Promise<EngineAnswer>;
}

export interface Improved {
  readonly outcome: SearchOutcome;
  /** Whether the engine was sent anything but the caller's own bytes. */
  readonly changed: boolean;
}

/**
 * Runs one search through its pipeline.
 * @throws GatewayError as {@link SearchPipeline.run}
 */
export async function improve(
  services: Pick<SearchServices, 'catalog' | 'counts'>,
  search: Improvement,
): Promise<Improved> {
  const { request, pipeline, context, signal } = search;
  let changed = false;
  const index = services.catalog.describe(request.indices[0] ?? '');
  const outcome = await pipeline.run({
    request,
    index,
    context,
    signal,
    send(body, queryString) {
      changed ||= body !== request.body || queryString !== request.queryString;
      return search.send(body, queryString);
    },
    count: (texts, until) => services.counts.count(request, texts, until),
    hits: (query, atMost, until) =>
      services.counts.hits(request, { body: compile(request, query, index).body, atMost }, until),
  });
  return { outcome, changed };
}
