import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { documentId } from '../engine/engine.ts';
import { targetIndex, Writers } from '../engine/write-to.ts';
import { EngineError, errorDetail, illegalArgument, notImplemented, validationFailed } from '../errors.ts';
import type { JsonObject } from '../json/parse.ts';
import { isObject, parseJson } from '../json/parse.ts';
import { parseSource } from '../search/source-filter.ts';
import type { SourceSpec } from '../search/source-filter.ts';
import { toEngineError } from '../to-engine-error.ts';
import type { WriteBatch } from '../store/store.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import {
  checkId,
  precondition,
  refreshOf,
  refuseElsewhere,
  sourceOf,
  updated,
  writeAnswer,
} from './documents.ts';
import type { Route } from './router.ts';
import { readUpdate, update } from './update.ts';

type Action = 'index' | 'create' | 'update' | 'delete';

interface Item {
  readonly action: Action;
  readonly index: string;
  /** Undefined where one is to be made. */
  readonly id: string | undefined;
  readonly meta: JsonObject;
  readonly source: Buffer | null;
}

const ACTIONS = new Set<string>(['index', 'create', 'update', 'delete']);
const META = new Set(
  '_index _id routing version version_type if_seq_no if_primary_term retry_on_conflict require_alias require_data_stream pipeline dynamic_templates list_executed_pipelines _source op_type'.split(
    ' ',
  ),
);
const QUERY = [
  'wait_for_active_shards',
  'refresh',
  'routing',
  'timeout',
  '_source',
  '_source_includes',
  '_source_excludes',
  'pipeline',
  'require_alias',
  'require_data_stream',
  'list_executed_pipelines',
  'include_source_on_error',
];

/** Many changes in one request and one durable batch. */
export function bulkRoutes(engine: Engine): Route[] {
  const run = (call: Call): Promise<Reply> => bulk(engine, call);
  return [
    { on: 'POST,PUT /_bulk', query: QUERY, run },
    { on: 'POST,PUT /{index}/_bulk', query: QUERY, run },
  ];
}

async function bulk(engine: Engine, call: Call): Promise<Reply> {
  const started = performance.now();
  refuseElsewhere(call);
  const refreshed = refreshOf(call);
  call.requireBody();
  const items = readItems(call.body ?? Buffer.from(call.bodyText()), call.params['index']);
  const source = sourceOf(call);
  const requireAlias = call.flag('require_alias');
  const answers = await engine.write(async (batch) => {
    const writers = new Writers(batch);
    const out: Record<string, unknown>[] = [];
    try {
      for (const item of items)
        out.push(await applyItem({ engine, batch, writers, refreshed, source, requireAlias }, item));
    } finally {
      await writers.finish();
    }
    return out;
  });
  const errors = answers.some((answer) => Object.values(answer).some((item) => 'error' in (item as object)));
  return ok({ errors, took: Math.round(performance.now() - started), items: answers });
}

/** Cuts the body into actions. @throws EngineError that refuses the request as a whole. */
function readItems(body: Buffer, fallback: string | undefined): Item[] {
  const items: Item[] = [];
  const problems: string[] = [];
  let line = 0;
  let at = 0;
  const next = (): Buffer | undefined => {
    if (at >= body.length) return undefined;
    const end = body.indexOf(0x0a, at);
    if (end < 0) throw illegalArgument('The bulk request must be terminated by a newline [\\n]');
    const found = body.subarray(at, end > at && body[end - 1] === 0x0d ? end - 1 : end);
    at = end + 1;
    line++;
    return found;
  };
  for (let bytes = next(); bytes !== undefined; bytes = next()) {
    if (bytes.length === 0) continue;
    const { action, meta } = readAction(bytes.toString(), line);
    const source = action === 'delete' ? null : (next() ?? null);
    if (action !== 'delete' && source === null) {
      throw illegalArgument('The bulk request must be terminated by a newline [\\n]');
    }
    const index = typeof meta['_index'] === 'string' ? meta['_index'] : fallback;
    if (index === undefined) problems.push('index is missing');
    const id = meta['_id'] === undefined || meta['_id'] === null ? undefined : String(meta['_id'] as string);
    if (id === undefined && (action === 'delete' || action === 'update')) problems.push('id is missing');
    items.push({
      action,
      index: index ?? '',
      id,
      meta,
      source: source === null ? null : Buffer.from(source),
    });
  }
  if (items.length === 0) throw validationFailed('no requests added');
  if (problems.length > 0) throw validationFailed(...problems);
  return items;
}

function readAction(text: string, line: number): { action: Action; meta: JsonObject } {
  const json = readLine(text);
  const [entry, ...others] = isObject(json) ? Object.entries(json) : [];
  if (entry === undefined) {
    throw illegalArgument(
      `Malformed action/metadata line [${line}], expected FIELD_NAME but found [END_OBJECT]`,
    );
  }
  const [action, meta] = entry;
  if (!ACTIONS.has(action)) {
    throw illegalArgument(
      `Malformed action/metadata line [${line}], expected field [create], [delete], [index] or [update] but found [${action}]`,
    );
  }
  if (!isObject(meta)) {
    throw illegalArgument(
      `Malformed action/metadata line [${line}], expected START_OBJECT but found [VALUE_STRING]`,
    );
  }
  for (const [key, value] of Object.entries(meta)) {
    if (!META.has(key))
      throw illegalArgument(`Action/metadata line [${line}] contains an unknown parameter [${key}]`);
    if (isObject(value) && key !== '_source' && key !== 'dynamic_templates') {
      throw illegalArgument(
        `Malformed action/metadata line [${line}], expected a simple value for field [${key}] but found [START_OBJECT]`,
      );
    }
  }
  if (others.length > 0) {
    throw illegalArgument(
      `Malformed action/metadata line [${line}], expected END_OBJECT but found [FIELD_NAME]`,
    );
  }
  return { action: action as Action, meta };
}

function readLine(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // Comments and exact complaints are the strict parser's.
    if (error instanceof SyntaxError) return parseJson(text);
    throw error;
  }
}

interface Context {
  readonly engine: Engine;
  readonly batch: WriteBatch;
  readonly writers: Writers;
  readonly refreshed: boolean;
  readonly source: SourceSpec | undefined;
  readonly requireAlias: boolean;
}

async function applyItem(context: Context, item: Item): Promise<Record<string, unknown>> {
  const id = item.id ?? documentId();
  let index: EmbeddedIndex | undefined;
  try {
    if (item.id !== undefined && item.action !== 'delete') checkId(item.id);
    const create = item.action !== 'delete' || item.meta['version'] !== undefined;
    index = targetIndex(context.engine, context.batch, {
      name: item.index,
      create,
      requireAlias: item.meta['require_alias'] === true || context.requireAlias,
    });
    return { [item.action]: await change(context, { item, id, index }) };
  } catch (error) {
    const fault = toEngineError(error);
    if (fault === undefined) throw error;
    return {
      [item.action]: failed({ item, id: index === undefined ? (item.id ?? null) : id, index, fault }),
    };
  }
}

function failed(at: {
  item: Item;
  id: string | null;
  index: EmbeddedIndex | undefined;
  fault: EngineError;
}): Record<string, unknown> {
  const _index = at.index?.name ?? at.item.index;
  return { _index, _id: at.id, status: at.fault.status, error: errorDetail(at.fault) };
}

async function change(
  context: Context,
  { item, id, index }: { item: Item; id: string; index: EmbeddedIndex },
): Promise<Record<string, unknown>> {
  if (item.meta['pipeline'] !== undefined && item.meta['pipeline'] !== '_none') {
    throw notImplemented('[pipeline] of a write');
  }
  const writer = context.writers.of(index);
  const number = (key: string): number | undefined => {
    const value = item.meta[key];
    return value === undefined || value === null ? undefined : Number(value);
  };
  const versionType = item.meta['version_type'];
  const wanted = precondition({
    ifSeqNo: number('if_seq_no'),
    ifPrimaryTerm: number('if_primary_term'),
    version: number('version'),
    versionType: typeof versionType === 'string' ? versionType : undefined,
  });
  const { refreshed } = context;
  if (item.action === 'delete') {
    const result = writer.delete(id, wanted);
    return {
      ...writeAnswer(index, id, { result, refreshed }),
      status: result.result === 'deleted' ? 200 : 404,
    };
  }
  if (item.action === 'update') {
    const body = readLine((item.source ?? Buffer.alloc(0)).toString());
    const request = readUpdate(isObject(body) ? body : {});
    const outcome = await update(writer, { id, request, wanted });
    const asked = item.meta['_source'] === undefined ? context.source : parseSource(item.meta['_source']);
    const spec = request.source ?? asked;
    const get = spec?.enabled === true ? { get: updated(outcome, spec) } : {};
    const status = outcome.result.result === 'created' ? 201 : 200;
    return { ...writeAnswer(index, id, { result: outcome.result, refreshed }), ...get, status };
  }
  const create = item.action === 'create' || item.meta['op_type'] === 'create' || item.id === undefined;
  const result = writer.write({ id, source: item.source ?? Buffer.alloc(0), create, ...wanted });
  return {
    ...writeAnswer(index, id, { result, refreshed }),
    status: result.result === 'created' ? 201 : 200,
  };
}
