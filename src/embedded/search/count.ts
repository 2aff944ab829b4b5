import { ok } from '../rest/call.ts';
import type { Call, Reply } from '../rest/call.ts';
import type { Route } from '../rest/router.ts';
import { parsingFault } from '../query/fault.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { toEngineError } from './errors.ts';
import { INDEX_PARAMETERS, QUERY_PARAMETERS, queryParameter } from './parameters.ts';
import { bodyObject } from './run.ts';
import type { SearchState } from './run.ts';
import { shardsJson } from './searcher.ts';
import { bindTarget } from './target.ts';

const MATCH_ALL = { match_all: {} };

/** The only key that a body of `_count` and `_explain` may have. @throws SearchFault */
export function queryOf(call: Call, text: string): Query {
  const body = bodyObject(text);
  const other = Object.keys(body).find((key) => key !== 'query');
  if (other !== undefined) throw parsingFault(`request does not support [${other}]`, other);
  return parseQuery(queryParameter(call.query) ?? body['query'] ?? MATCH_ALL);
}

function count(state: SearchState, call: Call): Reply {
  const text = call.bodyText();
  let indices: readonly string[] = [];
  try {
    const query = queryOf(call, text);
    const targets = state.resolve(call.params['index'] ?? null, call.query);
    indices = targets.map(({ reader }) => reader.name);
    const found = targets
      .map((target) => bindTarget(target, { now: state.now(), size: 0 }).binding)
      .reduce((sum, binding) => sum + binding.executor.live(query.bind(binding), null).docs.length, 0);
    return ok({ count: found, _shards: shardsJson(targets.length) });
  } catch (error) {
    throw toEngineError(error, { body: text, indices });
  }
}

export function countRoutes(state: SearchState): readonly Route[] {
  const query = [...INDEX_PARAMETERS, ...QUERY_PARAMETERS, 'min_score', 'terminate_after'];
  const run = (call: Call): Reply => count(state, call);
  return [
    { on: 'GET,POST /_count', query, run },
    { on: 'GET,POST /{index}/_count', query, run },
  ];
}
