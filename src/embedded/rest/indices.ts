import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { dateMath, wildcard } from '../engine/names.ts';
import { checkSettings, flatSettings, nestedSettings } from '../engine/settings.ts';
import { EngineError, illegalArgument, indexNotFound, notImplemented } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject } from '../json/parse.ts';
import { normaliseMapping } from '../mapping/normalise.ts';
import { readAlias } from './aliases.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import type { Route } from './router.ts';

export const NAME_QUERY = [
  'allow_no_indices',
  'expand_wildcards',
  'ignore_unavailable',
  'local',
  'master_timeout',
];
const CREATE_QUERY = ['wait_for_active_shards', 'timeout', 'master_timeout', 'include_type_name'];
const GET_QUERY = [...NAME_QUERY, 'flat_settings', 'include_defaults', 'features', 'include_type_name'];

/** Indices of the path's `index`, all where it names none. @throws EngineError 404 */
export function namedIndices(engine: Engine, call: Call): readonly EmbeddedIndex[] {
  return engine.names.resolve(call.param('index'), {
    ignoreUnavailable: call.flag('ignore_unavailable'),
    allowNoIndices: call.flag('allow_no_indices', true),
  });
}

/** Creating, looking at and dropping indices, and the calls that Elasticsearch needs to make writes visible. */
export function indexRoutes(engine: Engine): Route[] {
  const touch = (call: Call): Reply => ok({ _shards: shards(namedIndices(engine, call)) });
  const maintenance = [
    'allow_no_indices',
    'expand_wildcards',
    'ignore_unavailable',
    'force',
    'wait_if_ongoing',
  ];
  const merge = [...maintenance, 'flush', 'max_num_segments', 'only_expunge_deletes', 'wait_for_completion'];
  return [
    { on: 'PUT /{index}', query: CREATE_QUERY, run: (call) => create(engine, call) },
    { on: 'GET /{index}', query: GET_QUERY, run: (call) => get(engine, call) },
    { on: 'HEAD /{index}', query: GET_QUERY, run: (call) => exists(engine, call) },
    {
      on: 'DELETE /{index}',
      query: [...NAME_QUERY, 'timeout'],
      run: (call) => remove(engine, call),
    },
    { on: 'GET,POST /{index}/_refresh', query: maintenance, run: touch },
    { on: 'GET,POST /_refresh', query: maintenance, run: touch },
    { on: 'GET,POST /{index}/_flush', query: maintenance, run: touch },
    { on: 'GET,POST /_flush', query: maintenance, run: touch },
    { on: 'POST /{index}/_forcemerge', query: merge, run: (call) => forceMerge(engine, call) },
    { on: 'POST /_forcemerge', query: merge, run: (call) => forceMerge(engine, call) },
    {
      on: 'POST /{index}/_cache/clear',
      query: [...maintenance, 'query', 'fielddata', 'request', 'fields'],
      run: touch,
    },
    ...['/_settings', '/{index}/_settings', '/{index}/_settings/{name}', '/_settings/{name}'].map((path) => ({
      on: `GET ${path}`,
      query: GET_QUERY,
      run: (call: Call) => getSettings(engine, call),
    })),
    ...['/_settings', '/{index}/_settings'].map((path) => ({
      on: `PUT ${path}`,
      query: [...NAME_QUERY, 'timeout', 'preserve_existing', 'reopen', 'flat_settings'],
      run: (call: Call) => putSettings(engine, call),
    })),
  ];
}

export function shards(indices: readonly EmbeddedIndex[]): Record<string, number> {
  const total = indices.reduce((sum, index) => sum + 1 + Number(index.setting('number_of_replicas') ?? 1), 0);
  return { total, successful: indices.length, failed: 0 };
}

async function create(engine: Engine, call: Call): Promise<Reply> {
  const body = call.object();
  for (const key of Object.keys(body)) {
    if (['settings', 'mappings', 'aliases'].includes(key)) continue;
    throw new EngineError({
      type: 'parse_exception',
      reason: `unknown key [${key}] for create index`,
      status: 400,
    });
  }
  const object = (key: string): JsonObject => (isObject(body[key]) ? body[key] : {});
  const name = dateMath(call.param('index'));
  const mappings = object('mappings');
  const aliases = new Map(
    Object.entries(object('aliases')).map(([alias, value]): [string, JsonObject] => [
      alias,
      readAlias(isObject(value) ? value : {}),
    ]),
  );
  await engine.write((batch) =>
    engine.create(batch, {
      name,
      settings: object('settings'),
      mapping: normaliseMapping(unwrapped(mappings)),
      aliases,
    }),
  );
  return ok({ acknowledged: true, shards_acknowledged: true, index: name });
}

/** `{_doc: {properties}}` as older clients write it. */
function unwrapped(mappings: JsonObject): JsonObject {
  const inner = mappings['_doc'];
  return Object.keys(mappings).length === 1 && isObject(inner) ? inner : mappings;
}

function get(engine: Engine, call: Call): Reply {
  const features = call.list('features');
  const wanted = (name: string): boolean => features === undefined || features.includes(name);
  const out: Record<string, unknown> = {};
  for (const index of namedIndices(engine, call)) {
    out[index.name] = {
      aliases: wanted('aliases') ? Object.fromEntries(index.aliases) : undefined,
      mappings: wanted('mappings') ? index.mapping.json : undefined,
      settings: wanted('settings') ? shownSettings(index.settings, call) : undefined,
    };
  }
  return ok(out);
}

function exists(engine: Engine, call: Call): Reply {
  const indices = namedIndices(engine, call);
  if (indices.length === 0) throw indexNotFound(call.param('index'));
  return ok({});
}

async function remove(engine: Engine, call: Call): Promise<Reply> {
  const expression = call.param('index');
  for (const name of expression.split(',')) {
    if (!engine.names.isAlias(name)) continue;
    if (call.flag('ignore_unavailable')) continue;
    throw illegalArgument(
      `The provided expression [${name}] matches an alias, specify the corresponding concrete indices instead.`,
    );
  }
  const found = engine.names.resolve(expression, {
    aliases: false,
    ignoreUnavailable: call.flag('ignore_unavailable'),
    allowNoIndices: call.flag('allow_no_indices', true),
  });
  await engine.drop(found);
  return ok({ acknowledged: true });
}

function forceMerge(engine: Engine, call: Call): Reply {
  const indices = namedIndices(engine, call);
  for (const index of indices) index.compact(true);
  return ok({ _shards: shards(indices) });
}

function flattened(settings: JsonObject): Map<string, Json> {
  return flatSettings(settings);
}

function shownSettings(settings: JsonObject, call: Call): JsonObject {
  const flat = flattened(settings);
  const names = call.params['name'];
  const tests = names === undefined || names === '_all' ? [] : names.split(',').map(wildcard);
  const kept = new Map(
    [...flat].filter(([key]) => tests.length === 0 || tests.some((test) => test.test(key))),
  );
  return call.flag('flat_settings') ? Object.fromEntries(kept) : nestedSettings(kept);
}

function getSettings(engine: Engine, call: Call): Reply {
  const out: Record<string, unknown> = {};
  for (const index of namedIndices(engine, call)) {
    const settings = shownSettings(index.settings, call);
    if (Object.keys(settings).length > 0 || call.params['name'] === undefined) {
      out[index.name] = { settings, ...(call.flag('include_defaults') ? { defaults: {} } : {}) };
    }
  }
  return ok(out);
}

const FINAL = /^index\.(number_of_shards|uuid|creation_date|provided_name|version\.created)$/;

async function putSettings(engine: Engine, call: Call): Promise<Reply> {
  call.requireBody();
  const body = call.object();
  const flat = flatSettings(isObject(body['settings']) ? body['settings'] : body);
  checkSettings(flat);
  const indices = namedIndices(engine, call);
  for (const key of flat.keys()) {
    if (key.startsWith('index.analysis.'))
      throw notImplemented('a change of [index.analysis] of an existing index');
    if (!FINAL.test(key)) continue;
    const list = indices.map((index) => `[${index.name}/${index.uuid}]`).join(', ');
    throw illegalArgument(
      `Can't update non dynamic settings [[${key}]] for open indices [${list}] unless the \`reopen\` query parameter is set to true. Alternatively, close the indices, apply the settings changes, and reopen the indices`,
    );
  }
  const preserve = call.flag('preserve_existing');
  await engine.write((batch) => {
    for (const index of indices) {
      const before = flattened(index.settings);
      const after = preserve ? new Map([...before, ...flat, ...before]) : new Map([...before, ...flat]);
      index.settings = nestedSettings(after);
      batch.putDefinition(index.definition());
    }
  });
  return ok({ acknowledged: true });
}
