import type { EngineAnswer, EngineRequest } from '../domain/engine.ts';
import type { IndexDescription } from '../domain/catalog.ts';
import { describeIndices } from './describe.ts';
import type { EngineOptions } from './engine/engine.ts';
import { Engine } from './engine/engine.ts';
import { aliasRoutes } from './rest/aliases.ts';
import { analyzeRoutes } from './rest/analyze.ts';
import { bulkRoutes } from './rest/bulk.ts';
import { catRoutes } from './rest/cat.ts';
import { clusterRoutes } from './rest/cluster.ts';
import { createDispatch } from './rest/dispatch.ts';
import { documentRoutes } from './rest/documents.ts';
import { fieldCapsRoutes } from './rest/field-caps.ts';
import { indexRoutes } from './rest/indices.ts';
import { mappingRoutes } from './rest/mappings.ts';
import { mgetRoutes } from './rest/mget.ts';
import { Router } from './rest/router.ts';
import { statsRoutes } from './rest/stats.ts';
import { createSearchApi } from './search/index.ts';
import { resolveTargets } from './search-targets.ts';

/** The engine in this thread. */
export interface EmbeddedEngine {
  /** Answers one request as Elasticsearch would; never throws. */
  handle(request: EngineRequest): Promise<EngineAnswer>;
  /** What the catalogue knows of indices and aliases, by name. */
  describe(): readonly IndexDescription[];
  /** Grows with every change that `describe` shows. */
  revision(): number;
  /** What was found damaged at open, in plain words. */
  readonly damages: readonly string[];
  /** Waits for writes under way and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the data directory and rebuilds its indices.
 * @throws GatewayError `store_locked`, `store_version`, `store_corrupt`
 */
export async function openEmbedded(options: EngineOptions): Promise<EmbeddedEngine> {
  const engine = await Engine.open(options);
  const router = new Router([
    ...clusterRoutes(engine),
    ...indexRoutes(engine),
    ...mappingRoutes(engine),
    ...aliasRoutes(engine),
    ...documentRoutes(engine),
    ...bulkRoutes(engine),
    ...mgetRoutes(engine),
    ...analyzeRoutes(engine),
    ...fieldCapsRoutes(engine),
    ...catRoutes(engine),
    ...statsRoutes(engine),
    ...createSearchApi({ resolve: (expression, params) => resolveTargets(engine, expression, params) }),
  ]);
  return {
    handle: createDispatch({ router, logger: options.logger, prepare: (body) => engine.prepare(body) }),
    describe: () => describeIndices(engine),
    revision: () => engine.revision,
    damages: engine.store.damages,
    close: () => engine.close(),
  };
}
