import { filterSource } from '../search/source-filter.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { AnalysisRegistry } from '../analysis/registry.ts';
import { isOptions } from '../analysis/options.ts';
import type { JsonObject } from '../json/parse.ts';
import { isObject } from '../json/parse.ts';
import type { ParsedDocument } from '../mapping/document.ts';
import type { IndexMapping } from '../mapping/index-mapping.ts';
import { compileMapping } from '../mapping/index-mapping.ts';
import { mergeMappings } from '../mapping/merge.ts';
import { Segment } from '../segment/segment.ts';
import { Snapshot } from '../segment/snapshot.ts';
import type { IndexCounters, IndexDefinition, Store } from '../store/store.ts';

export const PRIMARY_TERM = 1;

/** What is left of a deleted document: its version goes on when it comes back. */
interface Tombstone {
  readonly version: number;
  readonly seqNo: number;
}

/** One index in memory; the store holds what it is rebuilt from. */
export class EmbeddedIndex {
  readonly uuid: string;
  readonly name: string;
  readonly created: number;
  readonly registry: AnalysisRegistry;
  settings: JsonObject;
  aliases: ReadonlyMap<string, JsonObject>;
  segment = new Segment();
  nextSeqNo = 0;
  /** Sources that are written but not yet durable, by sequence number. */
  readonly pending = new Map<number, Buffer>();
  readonly #store: Store;
  readonly #tombstones = new Map<string, Tombstone>();
  #mapping: IndexMapping;
  #snapshot: Snapshot | undefined;
  /** Readers that somebody may still hold. */
  #readers: WeakRef<Snapshot>[] = [];

  constructor(definition: IndexDefinition, store: Store, segmenter: Segmenter) {
    this.uuid = definition.uuid;
    this.name = definition.name;
    this.created = definition.created;
    this.settings = definition.settings;
    this.aliases = new Map(Object.entries(definition.aliases));
    this.#store = store;
    const analysis = this.setting('analysis');
    this.registry = new AnalysisRegistry(
      segmenter,
      isOptions(analysis) ? analysis : {},
      Number(this.setting('max_ngram_diff') ?? 1),
    );
    this.#mapping = this.#compile(definition.mapping);
  }

  /** `index.<name>` of the settings. */
  setting(name: string): unknown {
    const index = this.settings['index'];
    let at: unknown = index;
    for (const part of name.split('.')) at = isObject(at) ? at[part] : undefined;
    return at;
  }

  get mapping(): IndexMapping {
    return this.#mapping;
  }

  #compile(json: JsonObject): IndexMapping {
    return compileMapping(json, this.registry, Number(this.setting('mapping.total_fields.limit') ?? 1000));
  }

  /** Adds a normalised mapping. @throws EngineError where it contradicts the present one. */
  merge(update: JsonObject): void {
    this.#mapping = this.#compile(mergeMappings(this.#mapping.json, update));
    this.#snapshot = undefined;
  }

  definition(): IndexDefinition {
    const { uuid, name, created, settings } = this;
    return {
      uuid,
      name,
      created,
      settings,
      mapping: this.#mapping.json,
      aliases: Object.fromEntries(this.aliases),
    };
  }

  counters(): IndexCounters {
    return { nextSeqNo: this.nextSeqNo, documents: this.segment.liveCount };
  }

  /** The index as it is now. */
  reader(): Snapshot {
    if (this.#snapshot !== undefined) return this.#snapshot;
    this.#snapshot = new Snapshot({
      name: this.name,
      segment: this.segment,
      fields: this.#mapping.fields,
      fetch: (seqNos) => this.sources(seqNos),
    });
    this.#readers = this.#readers.filter((reader) => reader.deref() !== undefined);
    this.#readers.push(new WeakRef(this.#snapshot));
    return this.#snapshot;
  }

  /** As the mapping lets them be seen; what it leaves out is stored all the same, for the index is built from it. */
  async sources(seqNos: readonly number[]): Promise<readonly (Buffer | undefined)[]> {
    const stored = seqNos.filter((seqNo) => !this.pending.has(seqNo));
    const fetched = await this.#store.sources(this.uuid, stored);
    const found = new Map(stored.map((seqNo, i) => [seqNo, fetched[i]]));
    const spec = { enabled: true, ...this.#mapping.source };
    return seqNos.map((seqNo) => {
      const source = this.pending.get(seqNo) ?? found.get(seqNo);
      return source === undefined ? undefined : filterSource(source, spec);
    });
  }

  async source(seqNo: number): Promise<Buffer | undefined> {
    return (await this.sources([seqNo]))[0];
  }

  /** Hands the sources of documents that are about to go to the readers that still see them. */
  async retain(seqNos: readonly number[]): Promise<void> {
    const readers = this.#readers.flatMap((reference) => reference.deref() ?? []);
    if (readers.length === 0 || seqNos.length === 0) return;
    const sources = await this.sources(seqNos);
    seqNos.forEach((seqNo, i) => {
      const source = sources[i];
      if (source !== undefined) for (const reader of readers) reader.retain(seqNo, source);
    });
  }

  /** Version and sequence number of a document; `live` false where it was deleted a while ago. */
  current(id: string): { version: number; seqNo: number; live: boolean } | undefined {
    const doc = this.segment.docOf(id);
    if (doc !== undefined) {
      const found = this.segment.versions[doc];
      if (found !== undefined) return { version: found.version, seqNo: found.seqNo, live: true };
    }
    const tombstone = this.#tombstones.get(id);
    return tombstone && { ...tombstone, live: false };
  }

  add(id: string, version: { version: number; seqNo: number }, parsed: ParsedDocument): void {
    this.#tombstones.delete(id);
    this.segment.add({
      id,
      ...version,
      primaryTerm: PRIMARY_TERM,
      values: parsed.values,
      ignored: parsed.ignored,
    });
    this.#snapshot = undefined;
  }

  remove(id: string, tombstone: Tombstone): void {
    this.segment.delete(id);
    this.#tombstones.set(id, tombstone);
    if (this.#tombstones.size > MAX_TOMBSTONES) {
      const [oldest] = this.#tombstones.keys();
      if (oldest !== undefined) this.#tombstones.delete(oldest);
    }
    this.#snapshot = undefined;
  }

  /** Rebuilds the postings without deleted documents, where enough are dead or `force` is given. */
  compact(force = false): void {
    const dead = this.segment.maxDoc > this.segment.liveCount;
    if (!this.segment.needsCompaction && !(force && dead)) return;
    this.segment = this.segment.compacted();
    this.#snapshot = undefined;
  }
}

/** Versions of deleted documents are kept for this many; Elasticsearch forgets them after a minute. */
const MAX_TOMBSTONES = 10_000;
