import { EngineError, errorBody, illegalArgument, validationFailed } from '../errors.ts';
import { ok } from '../rest/call.ts';
import type { Call, Reply } from '../rest/call.ts';
import type { Route } from '../rest/router.ts';
import { SearchFault } from '../query/fault.ts';
import { toEngineError } from './errors.ts';
import { INDEX_PARAMETERS } from './parameters.ts';
import type { SearchSpec } from './request.ts';
import { bodyObject, runSpec, specOf } from './run.ts';
import type { SearchItem, SearchState, Trace } from './run.ts';

/** Keys of an item's header line that are handed on as parameters. */
const HEADER_PARAMETERS = new Set([
  'allow_no_indices',
  'allow_partial_search_results',
  'ccs_minimize_roundtrips',
  'expand_wildcards',
  'ignore_throttled',
  'ignore_unavailable',
  'preference',
  'request_cache',
  'routing',
  'search_type',
]);

function headerItem(call: Call, header: string, text: string): SearchItem {
  const params = new Map(call.query);
  let index = call.params['index'] ?? null;
  for (const [key, value] of Object.entries(bodyObject(header))) {
    if (key === 'index' || key === 'indices') index = Array.isArray(value) ? value.join(',') : String(value);
    else if (HEADER_PARAMETERS.has(key))
      params.set(key, Array.isArray(value) ? value.join(',') : String(value));
    else throw illegalArgument(`key [${key}] is not supported in the metadata section`);
  }
  return { index, params, text };
}

function items(call: Call): readonly SearchItem[] {
  const body = call.bodyText();
  if (body === '')
    throw new EngineError({
      type: 'parse_exception',
      reason: 'request body or source parameter is required',
      status: 400,
    });
  if (!body.endsWith('\n')) throw illegalArgument('The msearch request must be terminated by a newline [\n]');
  const lines = body.split('\n').slice(0, -1);
  const found: SearchItem[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    // Blank lines between items are allowed; a blank header means the defaults.
    if (found.length > 0 && lines[at]!.trim() === '' && lines[at + 1] === undefined) break;
    const text = lines[at + 1];
    if (text === undefined) throw validationFailed('no requests added');
    found.push(headerItem(call, lines[at]!, text));
  }
  if (found.length === 0) throw validationFailed('no requests added');
  return found;
}

function readItem(item: SearchItem): SearchSpec {
  try {
    return specOf(item);
  } catch (error) {
    throw toEngineError(error, { body: item.text, indices: [] });
  }
}

async function runItem(state: SearchState, item: SearchItem, spec: SearchSpec): Promise<unknown> {
  const trace: Trace = { indices: [] };
  try {
    return { ...(await runSpec(state, { item, spec }, trace)), status: 200 };
  } catch (error) {
    if (!(error instanceof SearchFault || error instanceof EngineError)) throw error;
    return errorBody(toEngineError(error, { body: item.text, indices: trace.indices }));
  }
}

async function msearch(state: SearchState, call: Call): Promise<Reply> {
  const started = performance.now();
  const responses: unknown[] = [];
  // As in Elasticsearch, an item that cannot be read fails all of them; one that cannot run fails alone.
  const searches = items(call).map((item) => ({ item, spec: readItem(item) }));
  for (const { item, spec } of searches) responses.push(await runItem(state, item, spec));
  return ok({ took: Math.round(performance.now() - started), responses });
}

/** Several searches at once; each item fails or succeeds alone. */
export function msearchRoutes(state: SearchState): readonly Route[] {
  const query = [
    ...INDEX_PARAMETERS,
    'ccs_minimize_roundtrips',
    'include_named_queries_score',
    'max_concurrent_searches',
    'max_concurrent_shard_requests',
    'pre_filter_shard_size',
    'rest_total_hits_as_int',
    'search_type',
    'typed_keys',
  ];
  const run = (call: Call): Promise<Reply> => msearch(state, call);
  return [
    { on: 'GET,POST /_msearch', query, run },
    { on: 'GET,POST /{index}/_msearch', query, run },
  ];
}
