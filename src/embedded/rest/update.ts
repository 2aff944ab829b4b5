import type { DocumentWriter, Precondition, WriteResult } from '../engine/document-writer.ts';
import { EngineError, notImplemented, validationFailed } from '../errors.ts';
import type { Json, JsonObject } from '../json/parse.ts';
import { isObject } from '../json/parse.ts';
import { parseSource } from '../search/source-filter.ts';
import type { SourceSpec } from '../search/source-filter.ts';

/** The body of `_update`, checked. */
export interface UpdateRequest {
  readonly doc: JsonObject | undefined;
  readonly upsert: JsonObject | undefined;
  readonly docAsUpsert: boolean;
  readonly detectNoop: boolean;
  readonly ifSeqNo: number | undefined;
  readonly ifPrimaryTerm: number | undefined;
  readonly source: SourceSpec | undefined;
}

const KEYS = new Set([
  'doc',
  'upsert',
  'doc_as_upsert',
  'detect_noop',
  'script',
  'scripted_upsert',
  '_source',
  'if_seq_no',
  'if_primary_term',
]);

/** @throws EngineError for an unknown key or where there is nothing to do. */
export function readUpdate(body: JsonObject): UpdateRequest {
  for (const key of Object.keys(body)) {
    if (KEYS.has(key)) continue;
    throw new EngineError({
      type: 'x_content_parse_exception',
      reason: `[1:2] [UpdateRequest] unknown field [${key}]`,
      status: 400,
    });
  }
  if (body['script'] !== undefined) throw notImplemented('a [script] in an update');
  const number = (key: string): number | undefined => (typeof body[key] === 'number' ? body[key] : undefined);
  const doc = isObject(body['doc']) ? body['doc'] : undefined;
  if (doc === undefined) throw validationFailed('script or doc is missing');
  return {
    doc,
    upsert: isObject(body['upsert']) ? body['upsert'] : undefined,
    docAsUpsert: body['doc_as_upsert'] === true,
    detectNoop: body['detect_noop'] !== false,
    ifSeqNo: number('if_seq_no'),
    ifPrimaryTerm: number('if_primary_term'),
    source: body['_source'] === undefined ? undefined : parseSource(body['_source']),
  };
}

export interface UpdateOutcome {
  readonly result: WriteResult;
  /** The document after the update. */
  readonly source: Buffer;
}

export interface Update {
  readonly id: string;
  readonly request: UpdateRequest;
  readonly wanted: Precondition;
}

/** Merges a part into a document, or makes it. @throws EngineError `document_missing_exception` */
export async function update(
  writer: DocumentWriter,
  { id, request, wanted }: Update,
): Promise<UpdateOutcome> {
  const current = writer.index.current(id);
  const condition: Precondition = {
    ...wanted,
    ifSeqNo: wanted.ifSeqNo ?? request.ifSeqNo,
    ifPrimaryTerm: wanted.ifPrimaryTerm ?? request.ifPrimaryTerm,
  };
  if (current?.live !== true) {
    const fresh = request.docAsUpsert ? request.doc : request.upsert;
    if (fresh === undefined) throw missing(writer, id);
    const source = Buffer.from(JSON.stringify(fresh));
    return { result: writer.write({ id, source, create: true }), source };
  }
  const before = await writer.index.source(current.seqNo);
  if (before === undefined) throw missing(writer, id);
  const old = JSON.parse(before.toString()) as JsonObject;
  const { value, changed } = merged(old, request.doc ?? {});
  if (!changed && request.detectNoop) {
    return { result: { result: 'noop', version: current.version, seqNo: current.seqNo }, source: before };
  }
  const source = Buffer.from(JSON.stringify(value));
  return { result: writer.write({ id, source, create: false, ...condition }), source };
}

function missing(writer: DocumentWriter, id: string): EngineError {
  return new EngineError({
    type: 'document_missing_exception',
    reason: `[${id}]: document missing`,
    status: 404,
    extra: writer.place(),
  });
}

/** Objects merge, everything else is replaced. */
function merged(old: JsonObject, part: JsonObject): { value: JsonObject; changed: boolean } {
  const value: JsonObject = { ...old };
  let changed = false;
  for (const [key, next] of Object.entries(part)) {
    const before = Object.hasOwn(old, key) ? old[key] : undefined;
    if (isObject(before) && isObject(next)) {
      const inner = merged(before, next);
      value[key] = inner.value;
      changed ||= inner.changed;
    } else if (before === undefined || !same(before, next)) {
      value[key] = next;
      changed = true;
    }
  }
  return { value, changed };
}

const same = (left: Json, right: Json): boolean => JSON.stringify(left) === JSON.stringify(right);
