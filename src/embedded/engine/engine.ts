import { randomBytes } from 'node:crypto';
import type { Logger } from '../../domain/logger.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { EngineError, invalidIndexName, resourceAlreadyExists } from '../errors.ts';
import type { JsonObject } from '../json/parse.ts';
import { parseDocument } from '../mapping/document.ts';
import type { IndexDefinition } from '../store/store.ts';
import { Store, WriteBatch } from '../store/store.ts';
import { EmbeddedIndex } from './embedded-index.ts';
import { LazySegmenter, namesJieba } from './lazy-segmenter.ts';
import { Mutex } from './mutex.ts';
import { checkIndexName, IndexNames } from './names.ts';
import { checkSettings, flatSettings, nestedSettings } from './settings.ts';

export interface EngineOptions {
  readonly dir: string;
  /** For the `jieba` analyzer; a lazy one is loaded when something names that analyzer. */
  readonly segmenter: Segmenter | LazySegmenter;
  readonly logger: Logger;
  /** Called when memory holds what could not be made durable: the engine must be opened anew. */
  onFatal?(error: unknown): void;
}

/** What a new index is made of; `mapping` is normalised, `settings` as the caller wrote them. */
export interface NewIndex {
  readonly name: string;
  readonly settings?: JsonObject;
  readonly mapping?: JsonObject;
  readonly aliases?: ReadonlyMap<string, JsonObject>;
}

/** All indices, in memory and in the store. */
export class Engine {
  readonly names = new IndexNames();
  readonly clusterUuid: string;
  readonly nodeId = identifier();
  /** Grows with every change of an index's definition. */
  revision = 0;
  readonly store: Store;
  readonly logger: Logger;
  readonly segmenter: Segmenter;
  readonly #writes = new Mutex();
  readonly #onFatal: (error: unknown) => void;

  private constructor(store: Store, clusterUuid: string, options: EngineOptions) {
    this.store = store;
    this.clusterUuid = clusterUuid;
    this.logger = options.logger;
    this.segmenter = options.segmenter;
    this.#onFatal = (error) => options.onFatal?.(error);
  }

  /** Opens the store under `dir` and rebuilds the indices from it. @throws GatewayError `store_*` */
  static async open(options: EngineOptions): Promise<Engine> {
    const store = await Store.open(options);
    const engine = new Engine(store, await store.identity(identifier), options);
    const started = performance.now();
    let documents = 0;
    for await (const { definition, counters } of engine.store.definitions()) {
      await engine.prepare(JSON.stringify(definition));
      const index = new EmbeddedIndex(definition, engine.store, options.segmenter);
      for await (const record of engine.store.documents(definition, counters.documents)) {
        if (replay(index, record, store)) documents++;
      }
      index.nextSeqNo = Math.max(index.nextSeqNo, counters.nextSeqNo);
      engine.names.indices.set(index.name, index);
    }
    if (store.damages.length === 0) {
      await store.clearOrphans(new Set([...engine.names.indices.values()].map((index) => index.uuid)));
    }
    const ms = Math.round(performance.now() - started);
    options.logger.info({ indices: engine.names.indices.size, documents, ms }, 'the embedded store is open');
    return engine;
  }

  /** Has the segmenter ready where the text may need it. */
  async prepare(text: string | Buffer): Promise<void> {
    if (this.segmenter instanceof LazySegmenter && namesJieba(text)) await this.segmenter.prepare();
  }

  /** Runs a change alone; what it put into the batch is durable when this returns. */
  write<T>(change: (batch: WriteBatch) => Promise<T> | T): Promise<T> {
    return this.#writes.run(async () => {
      const batch = new WriteBatch();
      try {
        return await change(batch);
      } finally {
        // What a failed change did before it failed stands in memory and must stand in the store.
        await this.#commit(batch);
      }
    });
  }

  async #commit(batch: WriteBatch): Promise<void> {
    if (batch.definitionsChanged) this.revision++;
    try {
      await this.store.commit(batch);
    } catch (error) {
      this.#onFatal(error);
      throw error;
    }
  }

  /** Makes an index inside a write. @throws EngineError where the name is taken or something in it is wrong. */
  create(
    batch: WriteBatch,
    { name, settings = {}, mapping = {}, aliases = new Map() }: NewIndex,
  ): EmbeddedIndex {
    checkIndexName(name);
    const taken = this.names.indices.get(name);
    if (taken !== undefined) throw resourceAlreadyExists(name, taken.uuid);
    if (this.names.isAlias(name)) throw invalidIndexName(name, 'already exists as alias');
    for (const alias of aliases.keys()) this.checkAlias(alias);
    const index = new EmbeddedIndex(
      newDefinition({ name, settings, mapping, aliases }),
      this.store,
      this.segmenter,
    );
    this.names.indices.set(name, index);
    batch.putDefinition(index.definition());
    batch.putCounters(index.uuid, index.counters());
    return index;
  }

  checkAlias(alias: string): void {
    if (this.names.indices.has(alias)) {
      throw new EngineError({
        type: 'invalid_alias_name_exception',
        reason: `Invalid alias name [${alias}]: an index or data stream exists with the same name as the alias`,
        status: 400,
      });
    }
    checkIndexName(alias);
  }

  /** Drops indices; their documents are cleared after the definition is durably gone. */
  async drop(indices: readonly EmbeddedIndex[]): Promise<void> {
    await this.write((batch) => {
      for (const index of indices) {
        this.names.indices.delete(index.name);
        batch.deleteDefinition(index.uuid);
      }
    });
    for (const index of indices) await this.store.clearDocuments(index.uuid);
  }

  close(): Promise<void> {
    return this.#writes.run(() => this.store.close());
  }
}

interface StoredDocument {
  readonly id: string;
  readonly version: number;
  readonly seqNo: number;
  readonly source: Buffer;
}

/** Indexes a stored document again; one that its mapping no longer takes is reported and left in the store. */
function replay(index: EmbeddedIndex, record: StoredDocument, store: Store): boolean {
  const text = record.source.toString();
  index.nextSeqNo = record.seqNo + 1;
  try {
    const json = JSON.parse(text) as JsonObject;
    index.add(record.id, record, parseDocument(index.mapping, { id: record.id, text, json }));
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    store.report(
      `document [${record.id}] of index [${index.name}] does not fit its mapping: ${error.reason}`,
    );
    return false;
  }
}

function newDefinition({
  name,
  settings = {},
  mapping = {},
  aliases = new Map(),
}: NewIndex): IndexDefinition {
  const flat = flatSettings(settings);
  checkSettings(flat);
  const uuid = identifier();
  const created = Date.now();
  const own = new Map<string, string>([
    ['index.routing.allocation.include._tier_preference', 'data_content'],
    ['index.number_of_shards', '1'],
    ['index.number_of_replicas', '1'],
    ['index.provided_name', name],
    ['index.creation_date', String(created)],
    ['index.uuid', uuid],
    ['index.version.created', '8518000'],
  ]);
  const all = nestedSettings(new Map([...own, ...flat, ['index.uuid', uuid]]));
  return { uuid, name, created, settings: all, mapping, aliases: Object.fromEntries(aliases) };
}

/** Twenty-two characters, as Elasticsearch's own identifiers. */
export function identifier(): string {
  return randomBytes(16).toString('base64url');
}

/** Twenty characters, for a document without an id. */
export function documentId(): string {
  return randomBytes(15).toString('base64url');
}
