import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Logger } from '../../domain/logger.ts';
import { GatewayError } from '../../errors.ts';
import type { JsonObject } from '../json/parse.ts';
import { checkFormat } from './format.ts';
import type { DocumentRecord } from './record.ts';
import { decodeRecord, encodeRecord } from './record.ts';

/** What is stored of an index besides its documents. */
export interface IndexDefinition {
  readonly uuid: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** `index.*`, nested, values as strings. */
  readonly settings: JsonObject;
  readonly mapping: JsonObject;
  /** By name, with what `_aliases` may say of each. */
  readonly aliases: Readonly<Record<string, JsonObject>>;
}

export interface IndexCounters {
  readonly nextSeqNo: number;
  /** Documents that should be there; fewer at the next open means that some were lost. */
  readonly documents: number;
}

type Operation = { type: 'put'; key: string; value: Buffer } | { type: 'del'; key: string };

/** Changes that become durable together. */
export class WriteBatch {
  readonly operations: Operation[] = [];
  /** Whether a mapping, an alias or a setting changes. */
  definitionsChanged = false;
  readonly #after: (() => void)[] = [];

  /** Calls back once the batch is durable. */
  afterCommit(action: () => void): void {
    this.#after.push(action);
  }

  committed(): void {
    for (const action of this.#after) action();
  }

  putDefinition(definition: IndexDefinition): void {
    this.definitionsChanged = true;
    this.#putJson(`i!${definition.uuid}`, definition);
  }

  putCounters(uuid: string, counters: IndexCounters): void {
    this.#putJson(`c!${uuid}`, counters);
  }

  putDocument(uuid: string, seqNo: number, record: DocumentRecord): void {
    this.operations.push({ type: 'put', key: documentKey(uuid, seqNo), value: encodeRecord(record) });
  }

  deleteDocument(uuid: string, seqNo: number): void {
    this.operations.push({ type: 'del', key: documentKey(uuid, seqNo) });
  }

  deleteDefinition(uuid: string): void {
    this.definitionsChanged = true;
    this.operations.push({ type: 'del', key: `i!${uuid}` }, { type: 'del', key: `c!${uuid}` });
  }

  #putJson(key: string, value: unknown): void {
    this.operations.push({ type: 'put', key, value: Buffer.from(JSON.stringify(value)) });
  }
}

const IDENTITY = 'm!cluster_uuid';

const documentKey = (uuid: string, seqNo: number): string =>
  `d!${uuid}!${seqNo.toString(16).padStart(14, '0')}`;

export interface StoreOptions {
  readonly dir: string;
  readonly logger: Logger;
}

/**
 * Everything durable of the embedded engine: one LevelDB under `dir`. A commit returns when it is on the disk.
 * LevelDB's own lock keeps a second process out.
 */
export class Store {
  /** What was found damaged at open, in plain words; empty when all was well. */
  readonly damages: string[] = [];
  readonly #db: ClassicLevel<string, Buffer>;
  readonly #logger: Logger;

  private constructor(db: ClassicLevel<string, Buffer>, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
  }

  /** @throws GatewayError `store_locked`, `store_version`, `store_corrupt` */
  static async open({ dir, logger }: StoreOptions): Promise<Store> {
    await checkFormat(dir);
    const path = join(dir, 'db');
    try {
      return new Store(await openLevel(path), logger);
    } catch (error) {
      const code = levelCode(error);
      if (code === 'LEVEL_LOCKED') {
        throw new GatewayError(
          'store_locked',
          `the data directory ${dir} is in use by another gateway; stop that one or set RELEVANCE_DATA_DIR`,
          { cause: error },
        );
      }
      if (code !== 'LEVEL_CORRUPTION') throw error;
      return await Store.#repair({ dir, logger }, error);
    }
  }

  /** Keeps a copy of the damaged files as they are, then lets LevelDB save what it can. */
  static async #repair({ dir, logger }: StoreOptions, cause: unknown): Promise<Store> {
    const path = join(dir, 'db');
    const aside = join(dir, `db.damaged-${new Date().toISOString().replaceAll(':', '-')}`);
    const reason = levelMessage(cause);
    try {
      await mkdir(aside);
      await cp(path, aside, { recursive: true });
      await ClassicLevel.repair(path);
      const store = new Store(await openLevel(path), logger);
      store.report(
        `the store was damaged (${reason}) and repaired; its files before that are kept in ${aside}`,
      );
      return store;
    } catch (error) {
      throw new GatewayError(
        'store_corrupt',
        `the store in ${path} is damaged (${reason}) and could not be repaired; a copy was kept in ${aside}`,
        { cause: error },
      );
    }
  }

  /** Notes something that is wrong with the data: in the log and for whoever asks how the engine is. */
  report(damage: string): void {
    this.damages.push(damage);
    this.#logger.error({ damage }, 'the store is damaged');
  }

  /** What the store keeps for the cluster as a whole, made at first use: its identity must outlive a restart. */
  async identity(make: () => string): Promise<string> {
    const known = await this.#db.get(IDENTITY);
    if (known !== undefined) return known.toString();
    const made = make();
    await this.#db.put(IDENTITY, Buffer.from(made), { sync: true });
    return made;
  }

  async *definitions(): AsyncIterable<{ definition: IndexDefinition; counters: IndexCounters }> {
    for await (const [key, value] of this.#db.iterator({ gt: 'i!', lt: 'i"' })) {
      const definition = this.#json<IndexDefinition>(key, value);
      if (definition === undefined) continue;
      const bytes = await this.#db.get(`c!${definition.uuid}`);
      const counters = bytes && this.#json<IndexCounters>(`c!${definition.uuid}`, bytes);
      yield { definition, counters: counters ?? { nextSeqNo: 0, documents: 0 } };
    }
  }

  #json<T>(key: string, value: Buffer): T | undefined {
    try {
      return JSON.parse(value.toString()) as T;
    } catch (error) {
      this.report(`the record ${key} cannot be read (${String(error)}); it is left in the store`);
      return undefined;
    }
  }

  /** Documents in the order of their sequence numbers; damaged ones are reported, skipped and kept. */
  async *documents(
    definition: IndexDefinition,
    expected: number,
  ): AsyncIterable<DocumentRecord & { readonly seqNo: number }> {
    const prefix = `d!${definition.uuid}!`;
    let found = 0;
    let damaged = 0;
    const iterator = this.#db.iterator({ gt: prefix, lt: `${prefix}~`, highWaterMarkBytes: 1 << 20 });
    try {
      for (;;) {
        const entries = await iterator.nextv(1000);
        if (entries.length === 0) break;
        for (const [key, value] of entries) {
          const record = decodeRecord(value);
          if (record === undefined) damaged++;
          else yield { ...record, seqNo: Number.parseInt(key.slice(prefix.length), 16) };
          found++;
        }
      }
    } catch (error) {
      if (levelCode(error) !== 'LEVEL_CORRUPTION') throw error;
      this.report(`index [${definition.name}] could not be read to its end (${levelMessage(error)})`);
    } finally {
      await iterator.close();
    }
    if (damaged > 0)
      this.report(
        `${damaged} documents of index [${definition.name}] are damaged; they are left in the store`,
      );
    if (found < expected)
      this.report(`index [${definition.name}] lost ${expected - found} of ${expected} documents`);
  }

  async sources(uuid: string, seqNos: readonly number[]): Promise<readonly (Buffer | undefined)[]> {
    if (seqNos.length === 0) return [];
    const values = await this.#db.getMany(seqNos.map((seqNo) => documentKey(uuid, seqNo)));
    return values.map((value) => (value === undefined ? undefined : decodeRecord(value)?.source));
  }

  /** Makes a batch durable: returns after fsync. */
  async commit(batch: WriteBatch): Promise<void> {
    if (batch.operations.length > 0) await this.#db.batch(batch.operations, { sync: true });
    batch.committed();
  }

  /** Drops all documents of an index whose definition is gone. */
  async clearDocuments(uuid: string): Promise<void> {
    await this.#db.clear({ gt: `d!${uuid}!`, lt: `d!${uuid}!~` });
  }

  /** Drops documents of indices that are gone: a crash may come between dropping an index and its documents. */
  async clearOrphans(known: ReadonlySet<string>): Promise<void> {
    let from = 'd!';
    for (;;) {
      const [key] = await this.#db.keys({ gt: from, lt: 'd"', limit: 1 }).all();
      if (key === undefined) return;
      const uuid = key.split('!')[1] ?? '';
      if (!known.has(uuid)) await this.clearDocuments(uuid);
      from = `d!${uuid}!~`;
    }
  }

  /** Bytes on disk, about. */
  size(uuid: string): Promise<number> {
    return this.#db.approximateSize(`d!${uuid}!`, `d!${uuid}!~`);
  }

  close(): Promise<void> {
    return this.#db.close();
  }
}

async function openLevel(path: string): Promise<ClassicLevel<string, Buffer>> {
  const db = new ClassicLevel<string, Buffer>(path, { keyEncoding: 'utf8', valueEncoding: 'buffer' });
  await db.open();
  return db;
}

/** LevelDB's reason for failing, which abstract-level wraps. */
function levelCause(error: unknown): { code: string; message: string } | undefined {
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, message } = at as { code?: unknown; message?: unknown };
    if (code === 'LEVEL_LOCKED' || code === 'LEVEL_CORRUPTION') return { code, message: String(message) };
  }
  return undefined;
}

const levelCode = (error: unknown): string | undefined => levelCause(error)?.code;
const levelMessage = (error: unknown): string => levelCause(error)?.message ?? String(error);
