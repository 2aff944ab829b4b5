import type { Call, Reply } from '../rest/call.ts';
import type { Route } from '../rest/router.ts';
import { ok } from '../rest/call.ts';
import { Contexts } from './contexts.ts';
import { countRoutes } from './count.ts';
import { toEngineError } from './errors.ts';
import { explainRoutes } from './explain-routes.ts';
import { msearchRoutes } from './msearch.ts';
import { INDEX_PARAMETERS, SEARCH_PARAMETERS } from './parameters.ts';
import { pagingRoutes } from './paging.ts';
import { runSearch } from './run.ts';
import type { Resolve, SearchState, Trace } from './run.ts';

/** What the search endpoints need from whoever owns the indices. */
export interface SearchDeps {
  readonly resolve: Resolve;
  /** Wall clock, milliseconds since 1970. */
  readonly now?: () => number;
}

const MAX_CONTEXTS = 500;

/** The search endpoints as routes: `_search`, `_msearch`, `_count`, scroll, points in time, `_explain`, `_validate/query`. */
export function createSearchApi({ resolve, now = Date.now }: SearchDeps): readonly Route[] {
  const state: SearchState = {
    resolve,
    now,
    scrolls: new Contexts(MAX_CONTEXTS, now),
    pits: new Contexts(MAX_CONTEXTS, now),
  };
  const search = async (call: Call): Promise<Reply> => {
    const trace: Trace = { indices: [] };
    const text = call.bodyText();
    try {
      return ok(
        await runSearch(state, { index: call.params['index'] ?? null, params: call.query, text }, trace),
      );
    } catch (error) {
      throw toEngineError(error, { body: text, indices: trace.indices });
    }
  };
  return [
    { on: 'GET,POST /_search', query: SEARCH_PARAMETERS, run: search },
    { on: 'GET,POST /{index}/_search', query: SEARCH_PARAMETERS, run: search },
    ...countRoutes(state),
    ...explainRoutes(state),
    ...msearchRoutes(state),
    ...pagingRoutes(state, INDEX_PARAMETERS),
  ];
}
