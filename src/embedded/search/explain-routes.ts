import type { EngineError } from '../errors.ts';
import { explain } from '../query/explain.ts';
import type { Query } from '../query/query.ts';
import { indexOfDoc } from '../query/matches.ts';
import { ok } from '../rest/call.ts';
import type { Call, Reply } from '../rest/call.ts';
import type { Route } from '../rest/router.ts';
import { queryOf } from './count.ts';
import { toEngineError } from './errors.ts';
import { INDEX_PARAMETERS, QUERY_PARAMETERS } from './parameters.ts';
import type { SearchState } from './run.ts';
import { bindTarget } from './target.ts';

/** Why one document scores as it does for a query. */
function explainDocument(state: SearchState, call: Call): Reply {
  const text = call.bodyText();
  const index = call.param('index');
  const id = call.param('id');
  try {
    const query = queryOf(call, text);
    const [target] = state
      .resolve(index, call.query)
      .map((one) => bindTarget(one, { now: state.now(), size: 0 }));
    const doc = target?.reader.docOf(id);
    if (target === undefined || doc === undefined) {
      return { status: 404, json: { _index: index, _id: id, matched: false } };
    }
    const { binding } = target;
    const plan = query.bind(binding);
    const matched = indexOfDoc(binding.executor.run(plan, null).docs, doc) >= 0;
    const explanation = explain(binding.executor, plan, doc);
    return ok({ _index: target.reader.name, _id: id, matched, explanation });
  } catch (error) {
    throw toEngineError(error, { body: text, indices: [index] });
  }
}

/** Says whether a query could run, without running it. */
function validate(state: SearchState, call: Call): Reply {
  const text = call.bodyText();
  const targets = state.resolve(call.params['index'] ?? null, call.query);
  const shards = { total: 1, successful: 1, failed: 0 };
  let query: Query;
  try {
    query = queryOf(call, text);
  } catch (error) {
    return invalid(call, toEngineError(error, { body: text, indices: [] }), {});
  }
  try {
    for (const target of targets) query.bind(bindTarget(target, { now: state.now(), size: 0 }).binding);
    return ok({ _shards: shards, valid: true });
  } catch (error) {
    const indices = targets.map(({ reader }) => reader.name);
    return invalid(call, toEngineError(error, { body: text, indices }), { _shards: shards });
  }
}

function invalid(call: Call, { type, reason }: EngineError, head: Readonly<Record<string, unknown>>): Reply {
  return ok({ ...head, valid: false, ...(call.flag('explain') && { error: `${type}: ${reason}` }) });
}

export function explainRoutes(state: SearchState): readonly Route[] {
  const query = [...INDEX_PARAMETERS, ...QUERY_PARAMETERS];
  const explainQuery = [...query, 'stored_fields', '_source', '_source_includes', '_source_excludes'];
  const validateQuery = [...query, 'explain', 'rewrite', 'all_shards'];
  return [
    {
      on: 'GET,POST /{index}/_explain/{id}',
      query: explainQuery,
      run: (call) => explainDocument(state, call),
    },
    { on: 'GET,POST /_validate/query', query: validateQuery, run: (call) => validate(state, call) },
    { on: 'GET,POST /{index}/_validate/query', query: validateQuery, run: (call) => validate(state, call) },
  ];
}
