import type { EmbeddedIndex } from '../engine/embedded-index.ts';
import { PRIMARY_TERM } from '../engine/embedded-index.ts';
import type { Precondition, WriteResult } from '../engine/document-writer.ts';
import type { DocumentWriter } from '../engine/document-writer.ts';
import type { Engine } from '../engine/engine.ts';
import { documentId } from '../engine/engine.ts';
import { writeTo } from '../engine/write-to.ts';
import { EngineError, illegalArgument, notImplemented, validationFailed } from '../errors.ts';
import { RawJson } from '../json/write.ts';
import { filterSource, parseSource } from '../search/source-filter.ts';
import type { SourceSpec } from '../search/source-filter.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';
import type { Route } from './router.ts';
import { readUpdate, update } from './update.ts';

const WRITE_QUERY = [
  'routing',
  'refresh',
  'timeout',
  'version',
  'version_type',
  'if_seq_no',
  'if_primary_term',
  'op_type',
  'pipeline',
  'wait_for_active_shards',
  'require_alias',
  'require_data_stream',
  'include_source_on_error',
];
const SOURCE_QUERY = ['_source', '_source_includes', '_source_excludes'];
const GET_QUERY = [
  ...SOURCE_QUERY,
  'preference',
  'realtime',
  'refresh',
  'routing',
  'stored_fields',
  'version',
  'version_type',
  'force_synthetic_source',
];

/** Documents by id: `_doc`, `_create`, `_update`, `_source`. */
export function documentRoutes(engine: Engine): Route[] {
  const index = (call: Call, create: boolean): Promise<Reply> => indexDocument(engine, call, create);
  return [
    { on: 'PUT,POST /{index}/_doc/{id}', query: WRITE_QUERY, run: (call) => index(call, false) },
    { on: 'POST /{index}/_doc', query: WRITE_QUERY, run: (call) => index(call, false) },
    { on: 'PUT,POST /{index}/_create/{id}', query: WRITE_QUERY, run: (call) => index(call, true) },
    { on: 'DELETE /{index}/_doc/{id}', query: WRITE_QUERY, run: (call) => deleteDocument(engine, call) },
    {
      on: 'POST /{index}/_update/{id}',
      query: [...WRITE_QUERY, ...SOURCE_QUERY, 'retry_on_conflict', 'detect_noop', 'lang'],
      run: (call) => updateDocument(engine, call),
    },
    { on: 'GET,HEAD /{index}/_doc/{id}', query: GET_QUERY, run: (call) => getDocument(engine, call) },
    { on: 'GET,HEAD /{index}/_source/{id}', query: GET_QUERY, run: (call) => getSource(engine, call) },
  ];
}

/** `refresh` of a write. @throws EngineError for another word than true, false or wait_for. */
export function refreshOf(call: Call): boolean {
  const value = call.text('refresh');
  if (value === undefined || value === 'false' || value === 'wait_for') return false;
  if (value === 'true' || value === '') return true;
  throw illegalArgument(`Unknown value for refresh: [${value}].`);
}

export function refuseElsewhere(call: Call): void {
  const pipeline = call.text('pipeline');
  if (pipeline !== undefined && pipeline !== '_none') throw notImplemented('[pipeline] of a write');
}

/** `if_seq_no`, `version` and their companions, checked. */
export function precondition(values: {
  ifSeqNo?: number | undefined;
  ifPrimaryTerm?: number | undefined;
  version?: number | undefined;
  versionType?: string | undefined;
}): Precondition {
  const { ifSeqNo, ifPrimaryTerm, version, versionType } = values;
  if (ifSeqNo !== undefined && ifPrimaryTerm === undefined) {
    throw validationFailed('ifSeqNo is set, but primary term is [0]');
  }
  if (ifSeqNo === undefined && ifPrimaryTerm !== undefined) {
    throw validationFailed(`ifSeqNo is unassigned, but primary term is [${ifPrimaryTerm}]`);
  }
  if (
    versionType !== undefined &&
    !['internal', 'external', 'external_gt', 'external_gte'].includes(versionType)
  ) {
    throw illegalArgument(`No version type match [${versionType}]`);
  }
  if (version !== undefined && (versionType ?? 'internal') === 'internal') {
    throw validationFailed(
      'internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead',
    );
  }
  return { ifSeqNo, ifPrimaryTerm, version, versionType };
}

function preconditionOf(call: Call): Precondition {
  return precondition({
    ifSeqNo: call.integer('if_seq_no'),
    ifPrimaryTerm: call.integer('if_primary_term'),
    version: call.integer('version'),
    versionType: call.text('version_type'),
  });
}

function shardsWritten(index: EmbeddedIndex): Record<string, number> {
  return { total: 1 + Number(index.setting('number_of_replicas') ?? 1), successful: 1, failed: 0 };
}

/** What an answer and an item of `_bulk` say of a write. */
export function writeAnswer(
  index: EmbeddedIndex,
  id: string,
  { result, refreshed }: { result: WriteResult; refreshed: boolean },
): Record<string, unknown> {
  const changed = result.result !== 'noop';
  return {
    _index: index.name,
    _id: id,
    _version: result.version,
    result: result.result,
    forced_refresh: refreshed && changed ? true : undefined,
    _shards: changed ? shardsWritten(index) : { total: 0, successful: 0, failed: 0 },
    _seq_no: result.seqNo,
    _primary_term: PRIMARY_TERM,
  };
}

/** @throws EngineError for an id that is empty or too long. */
export function checkId(id: string): string {
  if (id === '') throw illegalArgument('if _id is specified it must not be empty');
  const bytes = Buffer.byteLength(id);
  if (bytes > 512) {
    throw validationFailed(`id [${id}] is too long, must be no longer than 512 bytes but was: ${bytes}`);
  }
  return id;
}

function onOne<T>(
  engine: Engine,
  call: Call,
  change: (writer: DocumentWriter) => Promise<T> | T,
  { create }: { create: boolean },
): Promise<T> {
  const name = call.param('index');
  const requireAlias = call.flag('require_alias');
  return engine.write((batch) => writeTo(engine, batch, { name, create, requireAlias }, change));
}

function indexDocument(engine: Engine, call: Call, create: boolean): Promise<Reply> {
  refuseElsewhere(call);
  const refreshed = refreshOf(call);
  const opType = call.text('op_type');
  if (opType !== undefined && opType !== 'create' && opType !== 'index') {
    throw illegalArgument(`opType must be 'create' or 'index', found: [${opType}]`);
  }
  call.requireBody();
  const given = call.params['id'];
  const id = given === undefined ? documentId() : checkId(given);
  const operation = {
    id,
    source: Buffer.from(call.body ?? call.bodyText()),
    create: create || opType === 'create' || given === undefined,
    ...preconditionOf(call),
  };
  const write = (writer: DocumentWriter): Reply => {
    const result = writer.write(operation);
    const json = writeAnswer(writer.index, id, { result, refreshed });
    if (result.result !== 'created') return ok(json);
    const location = `/${encodeURIComponent(writer.index.name)}/_doc/${encodeURIComponent(id)}`;
    return { status: 201, json, headers: [['Location', location]] };
  };
  return onOne(engine, call, write, { create: true });
}

function deleteDocument(engine: Engine, call: Call): Promise<Reply> {
  const refreshed = refreshOf(call);
  const id = checkId(call.param('id'));
  const wanted = preconditionOf(call);
  const remove = (writer: DocumentWriter): Reply => {
    const result = writer.delete(id, wanted);
    const json = writeAnswer(writer.index, id, { result, refreshed });
    return { status: result.result === 'deleted' ? 200 : 404, json };
  };
  return onOne(engine, call, remove, { create: wanted.version !== undefined });
}

function updateDocument(engine: Engine, call: Call): Promise<Reply> {
  refuseElsewhere(call);
  const refreshed = refreshOf(call);
  const id = checkId(call.param('id'));
  const body = call.object();
  const request = readUpdate({ ...body, ...(call.flag('detect_noop', true) ? {} : { detect_noop: false }) });
  const source = sourceOf(call) ?? request.source;
  const change = async (writer: DocumentWriter): Promise<Reply> => {
    const outcome = await update(writer, { id, request, wanted: preconditionOf(call) });
    const json = writeAnswer(writer.index, id, { result: outcome.result, refreshed });
    if (source !== undefined && source.enabled) json['get'] = updated(outcome, source);
    return { status: outcome.result.result === 'created' ? 201 : 200, json };
  };
  return onOne(engine, call, change, { create: true });
}

/** `get` of an update's answer. */
export function updated(
  { result, source }: { result: WriteResult; source: Buffer },
  spec: SourceSpec,
): Record<string, unknown> {
  const _source = new RawJson(filterSource(source, spec));
  return { _seq_no: result.seqNo, _primary_term: PRIMARY_TERM, found: true, _source };
}

/** `_source`, `_source_includes`, `_source_excludes` of the query string; undefined where none is given. */
export function sourceOf(call: Call): SourceSpec | undefined {
  const given = call.text('_source');
  const includes = call.text('_source_includes')?.split(',') ?? [];
  const excludes = call.text('_source_excludes')?.split(',') ?? [];
  if (given === undefined && includes.length + excludes.length === 0) return undefined;
  if (given === 'false' || given === 'true' || given === undefined || given === '') {
    return { enabled: given !== 'false', includes, excludes };
  }
  return parseSource([...given.split(','), ...includes]);
}

/** A document as `GET _doc` and `_mget` show it. */
export async function readDocument(
  index: EmbeddedIndex,
  id: string,
  { source, wanted }: { source: SourceSpec; wanted?: Precondition },
): Promise<Record<string, unknown>> {
  const current = index.current(id);
  if (current?.live !== true) return { _index: index.name, _id: id, found: false };
  if (wanted?.version !== undefined && wanted.version !== current.version) {
    throw new EngineError({
      type: 'version_conflict_engine_exception',
      reason: `[${id}]: version conflict, current version [${current.version}] is different than the one provided [${wanted.version}]`,
      status: 409,
      extra: { index_uuid: index.uuid, shard: '0', index: index.name },
    });
  }
  const bytes = source.enabled ? await index.source(current.seqNo) : undefined;
  return {
    _index: index.name,
    _id: id,
    _version: current.version,
    _seq_no: current.seqNo,
    _primary_term: PRIMARY_TERM,
    found: true,
    _source: bytes === undefined ? undefined : new RawJson(filterSource(bytes, source)),
  };
}

const EVERYTHING: SourceSpec = { enabled: true, includes: [], excludes: [] };

async function getDocument(engine: Engine, call: Call): Promise<Reply> {
  const index = engine.names.readTarget(call.param('index'));
  // With stored fields only those are asked for, and none are stored.
  const source = sourceOf(call) ?? { ...EVERYTHING, enabled: call.text('stored_fields') === undefined };
  const json = await readDocument(index, call.param('id'), {
    source,
    wanted: { version: call.integer('version') },
  });
  return { status: json['found'] === true ? 200 : 404, json };
}

async function getSource(engine: Engine, call: Call): Promise<Reply> {
  const index = engine.names.readTarget(call.param('index'));
  const id = call.param('id');
  const spec = sourceOf(call) ?? EVERYTHING;
  if (!spec.enabled) throw validationFailed('fetching source can not be disabled');
  const document = await readDocument(index, id, {
    source: spec,
    wanted: { version: call.integer('version') },
  });
  if (document['found'] === true) return ok(document['_source']);
  throw new EngineError({
    type: 'resource_not_found_exception',
    reason: `Document not found [${index.name}]/[${id}]`,
    status: 404,
  });
}
