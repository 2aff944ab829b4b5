import { documentParsing, EngineError, illegalArgument } from '../errors.ts';
import type { JsonObject } from '../json/parse.ts';
import { isObject, parseJson } from '../json/parse.ts';
import type { ParsedDocument } from '../mapping/document.ts';
import { parseDocument } from '../mapping/document.ts';
import type { WriteBatch } from '../store/store.ts';
import type { EmbeddedIndex } from './embedded-index.ts';
import { PRIMARY_TERM } from './embedded-index.ts';
import { hasDuplicateKeys } from './source-text.ts';

/** What a caller demands of the document before a write. */
export interface Precondition {
  readonly ifSeqNo?: number | undefined;
  readonly ifPrimaryTerm?: number | undefined;
  /** A version of the caller's own; needs `versionType` external. */
  readonly version?: number | undefined;
  readonly versionType?: string | undefined;
}

export interface IndexOperation extends Precondition {
  readonly id: string;
  readonly source: Buffer;
  readonly create: boolean;
}

export interface WriteResult {
  readonly result: 'created' | 'updated' | 'deleted' | 'not_found' | 'noop';
  readonly version: number;
  readonly seqNo: number;
}

/** Applies document changes of one request to one index and gathers them for the store. */
export class DocumentWriter {
  readonly index: EmbeddedIndex;
  readonly #batch: WriteBatch;
  readonly #superseded: number[] = [];
  #mappingChanged = false;
  #written: number[] = [];

  constructor(index: EmbeddedIndex, batch: WriteBatch) {
    this.index = index;
    this.#batch = batch;
  }

  write(operation: IndexOperation): WriteResult {
    const { index } = this;
    const { id, source } = operation;
    const current = index.current(id);
    if (operation.create && current?.live === true) {
      throw this.#conflict(id, `document already exists (current version [${current.version}])`);
    }
    const version = this.#nextVersion(id, operation);
    const parsed = this.#parse(id, source);
    const seqNo = this.#supersede(id);
    index.pending.set(seqNo, source);
    this.#written.push(seqNo);
    index.add(id, { version, seqNo }, parsed);
    this.#batch.putDocument(index.uuid, seqNo, { id, version, primaryTerm: PRIMARY_TERM, source });
    return { result: current?.live === true ? 'updated' : 'created', version, seqNo };
  }

  delete(id: string, precondition: Precondition): WriteResult {
    const current = this.index.current(id);
    const version = this.#nextVersion(id, precondition);
    const seqNo = this.#supersede(id);
    this.index.remove(id, { version, seqNo });
    return { result: current?.live === true ? 'deleted' : 'not_found', version, seqNo };
  }

  /** Takes the next sequence number and marks the stored document, if any, as gone. */
  #supersede(id: string): number {
    const { index } = this;
    const current = index.current(id);
    if (current?.live === true) {
      this.#superseded.push(current.seqNo);
      this.#batch.deleteDocument(index.uuid, current.seqNo);
    }
    return index.nextSeqNo++;
  }

  #parse(id: string, source: Buffer): ParsedDocument {
    const { index } = this;
    const document = { id, text: source.toString(), json: readSource(source) };
    let parsed = parseDocument(index.mapping, document);
    // A second round at most finds the size of a vector that the first made a field of.
    for (let round = 0; parsed.addition !== null && round < 3; round++) {
      index.merge(parsed.addition);
      this.#mappingChanged = true;
      parsed = parseDocument(index.mapping, document);
    }
    return parsed;
  }

  #nextVersion(id: string, wanted: Precondition): number {
    const current = this.index.current(id);
    const { ifSeqNo, ifPrimaryTerm, version, versionType } = wanted;
    if (ifSeqNo !== undefined) {
      const matches = current?.live === true && current.seqNo === ifSeqNo && ifPrimaryTerm === PRIMARY_TERM;
      if (!matches) {
        const found =
          current?.live === true
            ? `current document has seqNo [${current.seqNo}] and primary term [${PRIMARY_TERM}]`
            : 'but no document was found';
        throw this.#conflict(id, `required seqNo [${ifSeqNo}], primary term [${ifPrimaryTerm}]. ${found}`);
      }
    }
    if (version === undefined) return (current?.version ?? 0) + 1;
    if (versionType !== 'external' && versionType !== 'external_gt' && versionType !== 'external_gte') {
      throw illegalArgument(
        'internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead',
      );
    }
    const known = current?.version ?? -1;
    const higher = versionType === 'external_gte' ? version >= known : version > known;
    if (higher) return version;
    const relation = versionType === 'external_gte' ? 'higher than' : 'higher or equal to';
    throw this.#conflict(id, `current version [${known}] is ${relation} the one provided [${version}]`);
  }

  #conflict(id: string, reason: string): EngineError {
    return new EngineError({
      type: 'version_conflict_engine_exception',
      reason: `[${id}]: version conflict, ${reason}`,
      status: 409,
      extra: this.place(),
    });
  }

  /** `index_uuid`, `shard` and `index` of an error about a document. */
  place(): Readonly<Record<string, unknown>> {
    return { index_uuid: this.index.uuid, shard: '0', index: this.index.name };
  }

  /** Completes the batch; to be called once, before it is committed. */
  async finish(): Promise<void> {
    await this.index.retain(this.#superseded);
    if (this.#mappingChanged) this.#batch.putDefinition(this.index.definition());
    this.#batch.putCounters(this.index.uuid, this.index.counters());
  }

  /** Forgets what the store now holds. */
  committed(): void {
    for (const seqNo of this.#written) this.index.pending.delete(seqNo);
    this.index.compact();
  }
}

/** @throws EngineError as Elasticsearch's document parser. */
function readSource(source: Buffer): JsonObject {
  const text = source.toString();
  let json: unknown;
  try {
    json = JSON.parse(text);
    if (isObject(json) && hasDuplicateKeys(source, json)) json = parseJson(text);
  } catch (error) {
    if (!(error instanceof EngineError)) return slowly(text);
    throw notJson(error);
  }
  if (isObject(json)) return json;
  throw documentParsing('[1:1] failed to parse, document is empty');
}

function slowly(text: string): JsonObject {
  try {
    const json = parseJson(text);
    if (isObject(json)) return json;
  } catch (error) {
    if (error instanceof EngineError) throw notJson(error);
    throw error;
  }
  throw documentParsing('[1:1] failed to parse, document is empty');
}

function notJson(error: EngineError): EngineError {
  return documentParsing(`[1:1] failed to parse: ${error.reason}`, error);
}
