import { createHash } from 'node:crypto';
import { parseDocument } from '../../json/document.ts';
import { JsonFault } from '../../json/fault.ts';
import { splice } from '../../json/splice.ts';
import type { SourceRecord } from './records.ts';

/** The field that holds the id unless another is named. */
export const DEFAULT_ID = '_id';

/** A document as `_bulk` takes it. */
export interface IndexAction {
  readonly line: number;
  readonly id: string;
  /** The action's line, with its end. */
  readonly head: Buffer;
  /** The document's own bytes, without `_id` and on one line. */
  readonly document: Buffer;
}

/** A document that could not be indexed, and why. */
export interface DocumentFault {
  /** Line of the file it starts on. */
  readonly line: number;
  /** Null where the document could not be read so far. */
  readonly id: string | null;
  /** HTTP status that Elasticsearch gave it; null where it was not sent. */
  readonly status: number | null;
  readonly reason: string;
}

/**
 * A record as a bulk action. Its bytes are not written anew, so that 64-bit integers and `1.0` arrive as they
 * stand in the file. A document without an `_id` gets one from its bytes: indexing it again gives the same; one without
 * the field that was named for it is a fault.
 */
export function toAction(record: SourceRecord, idField: string): IndexAction | DocumentFault {
  const { line, json } = record;
  const fault = (reason: string): DocumentFault => ({ line, id: null, status: null, reason });
  if (record.fault !== undefined) return fault(record.fault);
  try {
    const { root } = parseDocument(json);
    if (root.kind !== 'object') return fault('not a JSON object');
    const named = root.get(idField);
    if (named === undefined && idField !== DEFAULT_ID) return fault(`no "${idField}"`);
    if (named !== undefined && named.kind !== 'string' && named.kind !== 'number') {
      return fault(`"${idField}" is neither a string nor a number`);
    }
    const id = named?.text() ?? createHash('sha256').update(json).digest('base64url').slice(0, 20);
    if (id === '' || Buffer.byteLength(id) > 512) return fault(`"${idField}" is empty or over 512 bytes`);
    const head = Buffer.from(`${JSON.stringify({ index: { _id: id } })}\n`);
    return { line, id, head, document: withoutId(root, json) };
  } catch (error) {
    if (error instanceof JsonFault) return fault(`not JSON: ${error.message}`);
    throw error;
  }
}

export function isFault(value: IndexAction | DocumentFault): value is DocumentFault {
  return 'reason' in value;
}

/** `_id` is the action's; Elasticsearch refuses it inside a document. */
function withoutId(root: ReturnType<typeof parseDocument>['root'], json: Buffer): Buffer {
  const members = [...root.members()];
  const at = members.findIndex(({ key }) => key === '_id');
  const member = members[at];
  if (member === undefined) return json;
  const next = members[at + 1];
  const before = members[at - 1];
  const range =
    next !== undefined
      ? { start: member.keyStart, end: next.keyStart }
      : { start: before?.value.end ?? member.keyStart, end: member.value.end };
  return splice(json, [{ ...range, bytes: Buffer.alloc(0) }]);
}

/** A document with one member more, at its end. @param value JSON text */
export function withMember(json: Buffer, key: string, value: string): Buffer {
  const { root } = parseDocument(json);
  const isEmpty = root.members().next().done === true;
  const end = root.end - 1;
  const bytes = Buffer.from(`${isEmpty ? '' : ','}${JSON.stringify(key)}:${value}`);
  return splice(json, [{ start: end, end, bytes }]);
}
