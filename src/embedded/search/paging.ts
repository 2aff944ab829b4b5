import { isObject } from '../json/parse.ts';
import { ok } from '../rest/call.ts';
import { illegalArgument, validationFailed } from '../errors.ts';
import type { Call, Reply } from '../rest/call.ts';
import type { Route } from '../rest/router.ts';
import { scalarText } from '../query/options.ts';
import { isContextId, keepAliveMs } from './contexts.ts';
import { toEngineError } from './errors.ts';
import { nextPage, styleOf } from './run.ts';
import type { SearchState } from './run.ts';
import { shardsJson } from './searcher.ts';

function member(call: Call, key: string): unknown {
  const body = call.json();
  return (isObject(body) ? body[key] : undefined) ?? call.params[key] ?? call.text(key);
}

function ids(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : scalarText(value).split(',');
}

async function scroll(state: SearchState, call: Call): Promise<Reply> {
  const id = member(call, 'scroll_id');
  if (typeof id !== 'string') throw validationFailed('scrollId is missing');
  if (!isContextId(id)) {
    throw illegalArgument('Cannot parse scroll id', { type: 'e_o_f_exception', reason: '', status: 400 });
  }
  const keepAlive = member(call, 'scroll');
  try {
    const held = state.scrolls.use(
      id,
      keepAlive === undefined ? null : keepAliveMs(scalarText(keepAlive), 'scroll'),
    );
    return ok(await nextPage(held, { id, style: styleOf(call.query) }));
  } catch (error) {
    throw toEngineError(error, { body: '', indices: [] });
  }
}

function freed(count: number): Reply {
  return { status: count > 0 ? 200 : 404, json: { succeeded: true, num_freed: count } };
}

function clearScroll(state: SearchState, call: Call): Reply {
  const wanted = ids(member(call, 'scroll_id'));
  if (wanted.length === 0) throw validationFailed('no scroll ids specified');
  if (wanted.includes('_all')) {
    const count = state.scrolls.closeAll();
    return { status: 200, json: { succeeded: true, num_freed: count } };
  }
  return freed(wanted.filter((id) => state.scrolls.close(id)).length);
}

function openPit(state: SearchState, call: Call): Reply {
  const keepAlive = call.text('keep_alive');
  if (keepAlive === undefined) throw validationFailed('[keep_alive] is not specified');
  try {
    const targets = state.resolve(call.param('index'), call.query);
    const id = state.pits.open(targets, keepAliveMs(keepAlive, 'keep_alive'));
    return ok({ id, _shards: shardsJson(targets.length) });
  } catch (error) {
    throw toEngineError(error, { body: '', indices: [] });
  }
}

function closePit(state: SearchState, call: Call): Reply {
  const id = member(call, 'id');
  if (typeof id !== 'string') throw validationFailed('no point in time id specified');
  return freed(state.pits.close(id) ? 1 : 0);
}

/** Scrolls and points in time. */
export function pagingRoutes(state: SearchState, indexParameters: readonly string[]): readonly Route[] {
  const scrollQuery = ['scroll', 'scroll_id', 'rest_total_hits_as_int', 'typed_keys'];
  const pitQuery = [...indexParameters, 'keep_alive', 'allow_partial_search_results'];
  return [
    { on: 'GET,POST /_search/scroll', query: scrollQuery, run: (call) => scroll(state, call) },
    { on: 'GET,POST /_search/scroll/{scroll_id}', query: scrollQuery, run: (call) => scroll(state, call) },
    { on: 'DELETE /_search/scroll', query: scrollQuery, run: (call) => clearScroll(state, call) },
    { on: 'DELETE /_search/scroll/{scroll_id}', query: scrollQuery, run: (call) => clearScroll(state, call) },
    { on: 'POST /{index}/_pit', query: pitQuery, run: (call) => openPit(state, call) },
    { on: 'DELETE /_pit', run: (call) => closePit(state, call) },
  ];
}
