import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import type { Engine } from '../engine/engine.ts';
import { wildcard } from '../engine/names.ts';
import type { EngineErrorParts } from '../errors.ts';
import { EngineError, errorDetail, illegalArgument, indexNotFound, notImplemented } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import type { Route } from './router.ts';

const QUERY = [
  'allow_no_indices',
  'expand_wildcards',
  'ignore_unavailable',
  'local',
  'master_timeout',
  'timeout',
];

/** Other names of indices. */
export function aliasRoutes(engine: Engine): Route[] {
  const on = (methods: string, paths: readonly string[], run: Route['run']): Route[] =>
    paths.map((path) => ({ on: `${methods} ${path}`, query: QUERY, run }));
  return [
    ...on('GET', ['/_alias', '/_alias/{name}', '/{index}/_alias', '/{index}/_alias/{name}'], (call) =>
      get(engine, call),
    ),
    ...on('HEAD', ['/_alias/{name}', '/{index}/_alias/{name}'], (call) => get(engine, call)),
    ...on('PUT,POST', ['/{index}/_alias/{name}', '/{index}/_aliases/{name}'], (call) => put(engine, call)),
    ...on('DELETE', ['/{index}/_alias/{name}', '/{index}/_aliases/{name}'], (call) => remove(engine, call)),
    ...on('POST', ['/_aliases'], (call) => actions(engine, call)),
  ];
}

/** What an alias may say of itself, checked. @throws EngineError 501 for a filter */
export function readAlias(raw: JsonObject): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'filter' && isObject(value)) throw notImplemented('a [filter] of an alias');
    else if (key === 'routing')
      Object.assign(out, { index_routing: textOf(value), search_routing: textOf(value) });
    else if (key === 'index_routing' || key === 'search_routing') out[key] = textOf(value);
    else if (key === 'is_write_index' || key === 'is_hidden') out[key] = value === true || value === 'true';
    else if (!['index', 'indices', 'alias', 'aliases', 'must_exist', 'filter'].includes(key)) {
      throw illegalArgument(`unknown field [${key}]`);
    }
  }
  return out;
}

function aliasesMissing(names: readonly string[]): EngineErrorParts {
  const list = names.join(', ');
  return {
    type: 'aliases_not_found_exception',
    reason: `aliases [${list}] missing`,
    status: 404,
    extra: { 'resource.type': 'aliases', 'resource.id': names.join(',') },
  };
}

function get(engine: Engine, call: Call): Reply {
  const scope = engine.names.resolve(call.params['index'] ?? '', {
    ignoreUnavailable: call.flag('ignore_unavailable'),
  });
  const names = call.params['name'];
  const asked = names === undefined || names === '_all' ? undefined : names.split(',');
  const tests = asked?.map(wildcard);
  const out: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const index of scope) {
    const found = [...index.aliases].filter(
      ([name]) => tests === undefined || tests.some((test) => test.test(name)),
    );
    for (const [name] of found) seen.add(name);
    if (found.length > 0 || (tests === undefined && names === undefined)) {
      out[index.name] = { aliases: Object.fromEntries(found) };
    }
  }
  const missing = (asked ?? []).filter((name) => !name.includes('*') && !seen.has(name));
  if (missing.length === 0) return ok(out);
  const what = `alias${missing.length > 1 ? 'es' : ''} [${missing.sort().join(',')}] missing`;
  return { status: 404, json: { error: what, status: 404, ...out } };
}

async function put(engine: Engine, call: Call): Promise<Reply> {
  const properties = readAlias(call.object());
  const indices = engine.names.resolve(call.param('index'), { aliases: false, allowNoIndices: false });
  await apply(engine, indices, (index) => addAlias(engine, index, call.param('name'), properties));
  return ok({ acknowledged: true, errors: false });
}

async function remove(engine: Engine, call: Call): Promise<Reply> {
  const indices = engine.names.resolve(call.param('index'), { aliases: false });
  const names = call.param('name').split(',');
  const tests = names.map((name) => wildcard(name === '_all' ? '*' : name));
  const matches = (alias: string): boolean => tests.some((test) => test.test(alias));
  if (!indices.some((index) => [...index.aliases.keys()].some(matches))) {
    throw new EngineError(aliasesMissing(names));
  }
  await apply(engine, indices, (index) => dropAliases(index, matches));
  return ok({ acknowledged: true, errors: false });
}

type Change = (index: EmbeddedIndex) => void;

async function apply(engine: Engine, indices: readonly EmbeddedIndex[], change: Change): Promise<void> {
  await engine.write((batch) => {
    for (const index of indices) {
      change(index);
      batch.putDefinition(index.definition());
    }
  });
}

function addAlias(engine: Engine, index: EmbeddedIndex, name: string, properties: JsonObject): void {
  engine.checkAlias(name);
  if (properties['is_write_index'] === true) {
    const other = engine.names
      .exact(name)
      .find((holder) => holder !== index && holder.aliases.get(name)?.['is_write_index'] === true);
    if (other !== undefined) {
      const both = [other.name, index.name].sort().join(',');
      throw new EngineError({
        type: 'illegal_state_exception',
        reason: `alias [${name}] has more than one write index [${both}]`,
        status: 500,
      });
    }
  }
  index.aliases = new Map([...index.aliases, [name, properties]]);
}

function dropAliases(index: EmbeddedIndex, matches: (alias: string) => boolean): void {
  index.aliases = new Map([...index.aliases].filter(([name]) => !matches(name)));
}

interface AliasAction {
  readonly type: 'add' | 'remove' | 'remove_index';
  readonly indices: readonly string[];
  readonly aliases: readonly string[];
  readonly properties: JsonObject;
  readonly mustExist: boolean | undefined;
}

function readAction(json: Json): AliasAction {
  const [entry] = isObject(json) ? Object.entries(json) : [];
  if (entry === undefined) throw illegalArgument('[alias_action] expected an action');
  const [type, raw] = entry;
  if ((type !== 'add' && type !== 'remove' && type !== 'remove_index') || !isObject(raw)) {
    throw new EngineError({
      type: 'x_content_parse_exception',
      reason: `[aliases] unknown field [${type}]`,
      status: 400,
    });
  }
  const list = (one: string, many: string): string[] => {
    const value = raw[many] ?? raw[one];
    return value === undefined ? [] : Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  };
  const indices = list('index', 'indices');
  const aliases = list('alias', 'aliases');
  if (indices.length === 0) throw illegalArgument('One of [index] or [indices] is required');
  if (aliases.length === 0 && type !== 'remove_index')
    throw illegalArgument('One of [alias] or [aliases] is required');
  const mustExist = raw['must_exist'];
  return {
    type,
    indices,
    aliases,
    properties: type === 'add' ? readAlias(raw) : {},
    mustExist: typeof mustExist === 'boolean' ? mustExist : undefined,
  };
}

async function actions(engine: Engine, call: Call): Promise<Reply> {
  call.requireBody();
  const list = call.object()['actions'];
  const steps = Array.isArray(list) ? list.map(readAction) : [];
  if (steps.length === 0) throw illegalArgument('No action specified');
  const results: {
    status: number;
    error?: EngineErrorParts;
    step: AliasAction;
    indices: readonly EmbeddedIndex[];
  }[] = [];
  const dropped: EmbeddedIndex[] = [];
  await engine.write((batch) => {
    for (const step of steps) {
      const indices = engine.names.resolve(step.indices.join(','), { aliases: false, allowNoIndices: false });
      const error = step.type === 'remove' ? missingOf(step, indices) : undefined;
      if (error !== undefined && step.mustExist === true) throw new EngineError(error);
      results.push({ status: error?.status ?? 200, step, indices, ...(error && { error }) });
      if (error !== undefined) continue;
      if (step.type === 'remove_index') dropped.push(...indices);
      for (const index of indices) {
        applyStep(engine, index, step);
        batch.putDefinition(index.definition());
      }
    }
    if (results.every((result) => result.error !== undefined)) {
      throw new EngineError(results[0]?.error ?? indexNotFound(''));
    }
  });
  if (dropped.length > 0) await engine.drop(dropped);
  const errors = results.some((result) => result.error !== undefined);
  if (!errors) return ok({ acknowledged: true, errors: false });
  const action_results = results.map(({ step, indices, status, error }) => ({
    action: { type: step.type, indices: indices.map((index) => index.name), aliases: step.aliases },
    status,
    error: error && errorDetail(error),
  }));
  return ok({ acknowledged: true, errors: true, action_results });
}

function applyStep(engine: Engine, index: EmbeddedIndex, step: AliasAction): void {
  if (step.type === 'add') for (const alias of step.aliases) addAlias(engine, index, alias, step.properties);
  if (step.type === 'remove') {
    const tests = step.aliases.map(wildcard);
    dropAliases(index, (alias) => tests.some((test) => test.test(alias)));
  }
}

function missingOf(step: AliasAction, indices: readonly EmbeddedIndex[]): EngineErrorParts | undefined {
  const tests = step.aliases.map(wildcard);
  const found = indices.some((index) =>
    [...index.aliases.keys()].some((alias) => tests.some((test) => test.test(alias))),
  );
  return found || step.mustExist === false ? undefined : aliasesMissing(step.aliases);
}
