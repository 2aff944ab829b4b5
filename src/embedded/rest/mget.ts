import type { Engine } from '../engine/engine.ts';
import { EngineError, errorBody, validationFailed } from '../errors.ts';
import type { Json } from '../json/parse.ts';
import { isObject, textOf } from '../json/parse.ts';
import { parseSource } from '../search/source-filter.ts';
import type { SourceSpec } from '../search/source-filter.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import { readDocument, sourceOf } from './documents.ts';
import type { Route } from './router.ts';

interface Wanted {
  readonly index: string;
  readonly id: string;
  readonly source: SourceSpec;
  readonly version: number | undefined;
}

/** Several documents by id in one request. */
export function mgetRoutes(engine: Engine): Route[] {
  const run = (call: Call): Promise<Reply> => mget(engine, call);
  const query = [
    '_source',
    '_source_includes',
    '_source_excludes',
    'preference',
    'realtime',
    'refresh',
    'routing',
    'stored_fields',
    'force_synthetic_source',
  ];
  return [
    { on: 'GET,POST /_mget', query, run },
    { on: 'GET,POST /{index}/_mget', query, run },
  ];
}

async function mget(engine: Engine, call: Call): Promise<Reply> {
  call.requireBody();
  const body = call.object();
  for (const key of Object.keys(body)) {
    if (key === 'docs' || key === 'ids') continue;
    throw new EngineError({
      type: 'parsing_exception',
      reason: `unknown key [${key}] for a START_ARRAY, expected [docs] or [ids]`,
      status: 400,
      extra: { line: 1, col: 1 },
    });
  }
  const standard = sourceOf(call) ?? { enabled: true, includes: [], excludes: [] };
  const docs = Array.isArray(body['docs']) ? body['docs'].map((doc) => readDoc(doc, call, standard)) : [];
  const ids = Array.isArray(body['ids'])
    ? body['ids'].map((id): Wanted => ({
        index: call.param('index'),
        id: textOf(id),
        source: standard,
        version: undefined,
      }))
    : [];
  const wanted = [...docs, ...ids];
  if (wanted.length === 0) throw validationFailed('no documents to get');
  const problems = wanted.flatMap(({ index, id }, i) => [
    ...(index === '' ? [`index is missing for doc ${i}`] : []),
    ...(id === '' ? [`id is missing for doc ${i}`] : []),
  ]);
  if (problems.length > 0) throw validationFailed(...problems);
  const found: unknown[] = [];
  for (const one of wanted) found.push(await getOne(engine, one));
  return ok({ docs: found });
}

function readDoc(doc: Json, call: Call, standard: SourceSpec): Wanted {
  const object = isObject(doc) ? doc : {};
  const text = (key: string): string =>
    object[key] === undefined || object[key] === null ? '' : textOf(object[key]);
  return {
    index: text('_index') || call.param('index'),
    id: text('_id'),
    source: object['_source'] === undefined ? standard : parseSource(object['_source']),
    version: typeof object['version'] === 'number' ? object['version'] : undefined,
  };
}

async function getOne(engine: Engine, { index, id, source, version }: Wanted): Promise<unknown> {
  try {
    return await readDocument(engine.names.readTarget(index), id, { source, wanted: { version } });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { _index: index, _id: id, error: errorBody(error)['error'] };
  }
}
