import type { Field } from '../mapping/field.ts';
import type { FieldValue } from '../mapping/value.ts';
import type { ColumnWriter } from './columns.ts';
import { NumberColumn, TextColumn, VectorWriter } from './columns.ts';
import { InvertedWriter } from './inverted.ts';

export interface DocumentVersion {
  readonly version: number;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

export interface NewDocument extends DocumentVersion {
  readonly id: string;
  readonly values: ReadonlyMap<Field, readonly FieldValue[]>;
  readonly ignored: readonly string[];
}

/** Rebuilding pays off from this share of deleted documents on. */
const DEAD_SHARE = 0.2;
const DEAD_MINIMUM = 32;

/** All documents of an index in memory, append-only: readers look at a prefix of it. */
export class Segment {
  readonly ids: string[] = [];
  readonly versions: DocumentVersion[] = [];
  readonly inverted = new Map<string, InvertedWriter>();
  readonly columns = new Map<string, ColumnWriter>();
  readonly vectors = new Map<string, VectorWriter>();
  /** Paths that were not indexed, of the few documents that have such. */
  readonly ignored = new Map<number, readonly string[]>();
  readonly #docs = new Map<string, number>();
  /** Deleted documents; copied before a change when a reader holds it. */
  #dead = new Set<number>();
  #shared = false;

  get maxDoc(): number {
    return this.ids.length;
  }

  get liveCount(): number {
    return this.#docs.size;
  }

  docOf(id: string): number | undefined {
    return this.#docs.get(id);
  }

  /** Adds a document, which takes the place of one with the same id. */
  add(document: NewDocument): void {
    this.delete(document.id);
    const doc = this.ids.push(document.id) - 1;
    const { version, seqNo, primaryTerm } = document;
    this.versions.push({ version, seqNo, primaryTerm });
    this.#docs.set(document.id, doc);
    if (document.ignored.length > 0) this.ignored.set(doc, document.ignored);
    for (const [field, values] of document.values) this.#index(doc, field, values);
  }

  delete(id: string): void {
    const doc = this.#docs.get(id);
    if (doc === undefined) return;
    this.#docs.delete(id);
    if (this.#shared) this.#dead = new Set(this.#dead);
    this.#shared = false;
    this.#dead.add(doc);
  }

  /** The deleted documents as they are now; later deletions do not show in it. */
  shareDead(): ReadonlySet<number> {
    this.#shared = true;
    return this.#dead;
  }

  #index(doc: number, field: Field, values: readonly FieldValue[]): void {
    const { path, type } = field;
    if (type === 'dense_vector') {
      let writer = this.vectors.get(path);
      const vector = values[0] as Float32Array;
      if (writer === undefined)
        this.vectors.set(path, (writer = new VectorWriter(vector.length, field.vectorSimilarity)));
      writer.add(doc, vector);
      return;
    }
    // A keyword that has doc values only can still be searched.
    const found = field.indexed || (type === 'keyword' && field.docValues);
    if (found && (type === 'text' || type === 'keyword')) this.#invert(doc, field, values as string[]);
    // Numbers that are not to be searched still have values to sort by.
    if (type === 'text' || !(field.docValues || field.indexed)) return;
    let column = this.columns.get(path);
    if (column === undefined) {
      column = type === 'keyword' ? new TextColumn() : new NumberColumn();
      this.columns.set(path, column);
    }
    column.add(doc, values as (string | number)[]);
  }

  #invert(doc: number, field: Field, values: readonly string[]): void {
    let writer = this.inverted.get(field.path);
    if (writer === undefined) this.inverted.set(field.path, (writer = new InvertedWriter(field.norms)));
    if (field.type === 'keyword') return writer.addKeywords(doc, values);
    const gap = field.json['position_increment_gap'];
    writer.addText(doc, values, {
      analyzer: field.analyzer,
      gap: typeof gap === 'number' ? gap : field.analyzer.positionIncrementGap,
    });
  }

  get needsCompaction(): boolean {
    const dead = this.maxDoc - this.liveCount;
    return dead >= DEAD_MINIMUM && dead > this.maxDoc * DEAD_SHARE;
  }

  /** A segment without the deleted documents, in the same order. */
  compacted(): Segment {
    const out = new Segment();
    const numbers = new Int32Array(this.maxDoc).fill(-1);
    this.ids.forEach((id, doc) => {
      if (this.#docs.get(id) !== doc) return;
      numbers[doc] = out.ids.push(id) - 1;
      out.versions.push(this.versions[doc] as DocumentVersion);
      out.#docs.set(id, numbers[doc] ?? 0);
      const ignored = this.ignored.get(doc);
      if (ignored !== undefined) out.ignored.set(numbers[doc] ?? 0, ignored);
    });
    const live = out.maxDoc;
    for (const [path, writer] of this.inverted) out.inverted.set(path, writer.renumbered(numbers, live));
    for (const [path, writer] of this.columns) out.columns.set(path, writer.renumbered(numbers));
    for (const [path, writer] of this.vectors) out.vectors.set(path, writer.renumbered(numbers));
    return out;
  }
}
