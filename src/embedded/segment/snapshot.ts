import type { Field } from '../mapping/field.ts';
import type { Column, IndexReader, InvertedField, VectorField } from '../reader.ts';
import type { DocumentVersion, Segment } from './segment.ts';

/** Reads stored `_source` bytes by sequence number. */
export type SourceFetch = (seqNos: readonly number[]) => Promise<readonly (Buffer | undefined)[]>;

export interface SnapshotOptions {
  readonly name: string;
  readonly segment: Segment;
  readonly fields: ReadonlyMap<string, Field>;
  readonly fetch: SourceFetch;
}

/** An index as it was when the snapshot was taken; sees no later write. */
export class Snapshot implements IndexReader {
  readonly name: string;
  readonly maxDoc: number;
  readonly liveCount: number;
  readonly fields: ReadonlyMap<string, Field>;
  readonly #segment: Segment;
  readonly #dead: ReadonlySet<number>;
  readonly #inverted = new Map<string, InvertedField>();
  readonly #columns = new Map<string, Column>();
  readonly #vectors = new Map<string, VectorField>();
  readonly #fetch: SourceFetch;
  /** Sources that were overwritten or deleted since, by sequence number. */
  readonly #retained = new Map<number, Buffer>();

  constructor({ name, segment, fields, fetch }: SnapshotOptions) {
    this.name = name;
    this.maxDoc = segment.maxDoc;
    this.liveCount = segment.liveCount;
    this.fields = fields;
    this.#segment = segment;
    this.#dead = segment.shareDead();
    this.#fetch = fetch;
    for (const [path, writer] of segment.inverted) this.#inverted.set(path, writer.view(this.maxDoc));
    for (const [path, writer] of segment.columns) this.#columns.set(path, writer.view());
    for (const [path, writer] of segment.vectors) this.#vectors.set(path, writer.view(this.maxDoc));
  }

  isLive(doc: number): boolean {
    return doc >= 0 && doc < this.maxDoc && !this.#dead.has(doc);
  }

  idOf(doc: number): string {
    return this.#segment.ids[doc] ?? '';
  }

  docOf(id: string): number | undefined {
    const doc = this.#segment.docOf(id);
    if (doc !== undefined && this.isLive(doc)) return doc;
    if (this.#segment.maxDoc === this.maxDoc && this.#segment.liveCount === this.liveCount) return undefined;
    // Replaced or deleted since: the one this snapshot sees is further up.
    const before = this.#segment.ids.lastIndexOf(id, this.maxDoc - 1);
    return before >= 0 && this.isLive(before) ? before : undefined;
  }

  versionOf(doc: number): DocumentVersion {
    return this.#segment.versions[doc] ?? { version: 0, seqNo: -2, primaryTerm: 0 };
  }

  ignoredOf(doc: number): readonly string[] {
    return this.#segment.ignored.get(doc) ?? [];
  }

  field(path: string): Field | undefined {
    return this.fields.get(path);
  }

  inverted(path: string): InvertedField | undefined {
    return this.#inverted.get(path);
  }

  column(path: string): Column | undefined {
    return this.#columns.get(path);
  }

  vectors(path: string): VectorField | undefined {
    return this.#vectors.get(path);
  }

  /** Keeps what this snapshot can still see of a document that is about to go. */
  retain(seqNo: number, source: Buffer): void {
    this.#retained.set(seqNo, source);
  }

  async sources(docs: readonly number[]): Promise<readonly Buffer[]> {
    const seqNos = docs.map((doc) => this.versionOf(doc).seqNo);
    const missing = seqNos.filter((seqNo) => !this.#retained.has(seqNo));
    const fetched = await this.#fetch(missing);
    const found = new Map(missing.map((seqNo, i) => [seqNo, fetched[i]]));
    return seqNos.map((seqNo) => {
      const source = this.#retained.get(seqNo) ?? found.get(seqNo);
      if (source === undefined) throw new Error(`no source is stored for sequence number ${seqNo}`);
      return source;
    });
  }
}
