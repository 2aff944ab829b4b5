import type { Segmenter } from '../../domain/segmenter.ts';
import { dictionaryOf } from '../../composition/dictionary-of.ts';
import { CatalogueCollector } from '../../stages/understand/catalogue/build/collector.ts';
import { type CatalogueFields, collectDocument } from '../../stages/understand/catalogue/build/fields.ts';
import type { DictionaryParts } from '../../stages/understand/catalogue/write-dictionary.ts';
import type { EngineClient } from '../engine-client.ts';
import { BEGINNING } from '../indexing/records.ts';
import { BuildCheckpoint, type BuildProgress, replaceFile } from './checkpoint.ts';
import { closePlace, openPlace, type Place, readPage } from '../point-in-time.ts';
import type { QueryLog } from './query-log.ts';

const PAGE = 1000;
const CHECKPOINT_MS = 5000;

/** An index that is read. */
export interface SourceIndex {
  readonly client: EngineClient;
  readonly name: string;
  readonly fields: CatalogueFields;
}

export interface BuildOptions {
  readonly index: SourceIndex | undefined;
  readonly log: QueryLog | undefined;
  readonly out: string;
  readonly segmenter: Segmenter;
  readonly weightToCut: (word: string) => number;
  /** Documents a page, 1 to 10,000. */
  readonly pageSize?: number;
  /** Least time between checkpoints. */
  readonly checkpointMs?: number;
  /** Documents and queries read so far, and the share of the whole, 0..1. */
  readonly onProgress: (read: number, share: number) => void;
}

export interface BuildResult {
  readonly documents: number;
  readonly queries: number;
  readonly terms: number;
  readonly pairs: number;
  /** By field. */
  readonly values: Readonly<Record<string, number>>;
  readonly wordsToCut: number;
  readonly bytes: number;
  /** What an interrupted run had read already. */
  readonly resumed: number;
}

/**
 * Reads an index at one point in time, a query log, or both, and writes what was found as one file. Interrupted at any
 * moment, the next run with the same arguments goes on at the last checkpoint.
 * @throws GatewayError for whatever the engine refuses, CommandError for a faulty line of the log
 */
export async function buildDictionary(options: BuildOptions): Promise<BuildResult> {
  const { out, index, log, segmenter, weightToCut } = options;
  const checkpoint = checkpointOf(options);
  const earlier = checkpoint.read();
  const reading = new Reading(options, checkpoint, earlier);
  if (index !== undefined) await reading.readIndex(index);
  if (log !== undefined) await reading.readLog(log);
  const { collector } = reading;
  const { parts, bytes } = dictionaryOf(collector, {
    segmenter,
    weightOf: weightToCut,
    origin: {
      index: index?.name ?? null,
      builtAt: new Date().toISOString(),
      documents: collector.documents,
      queries: collector.queries,
    },
  });
  replaceFile(out, bytes);
  checkpoint.remove();
  return { ...summary(parts), bytes: bytes.length, resumed: reading.resumed };
}

/** The collector, and how far it got. */
class Reading {
  collector: CatalogueCollector;
  /** Taken over from an interrupted run. */
  resumed: number;
  #place: Place | null;
  #queries: BuildProgress['queries'];
  readonly #options: BuildOptions;
  readonly #checkpoint: BuildCheckpoint;

  constructor(options: BuildOptions, checkpoint: BuildCheckpoint, earlier: BuildProgress | undefined) {
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.collector = new CatalogueCollector(options.segmenter, earlier?.state);
    this.resumed = this.collector.documents + this.collector.queries;
    this.#place = earlier?.place ?? null;
    this.#queries = earlier?.queries ?? BEGINNING;
  }

  async readIndex({ client, name, fields }: SourceIndex): Promise<void> {
    const total = await countOf(client, name);
    // Everything was read already where the earlier run had come to the log.
    if (this.resumed > 0 && this.#place === null) return;
    const wanted = { fields: [...fields.texts, ...fields.names], size: this.#options.pageSize ?? PAGE };
    let place = this.#place ?? (await openPlace(client, name));
    this.#place = place;
    for (;;) {
      const page = await readPage(client, place, wanted);
      if (page === undefined) {
        place = await this.#again(client, name);
        continue;
      }
      for (const { _source } of page.documents) collectDocument(this.collector, _source, fields);
      this.#report(total);
      if (page.next === undefined) break;
      place = page.next;
      this.#place = place;
      this.#save();
    }
    this.#place = null;
    await closePlace(client, place);
  }

  async readLog(log: QueryLog): Promise<void> {
    for await (const { text, times, next } of log.queries(this.#queries)) {
      this.collector.query(text, times);
      this.#queries = next;
      this.#options.onProgress(this.collector.documents + this.collector.queries, next.offset / log.size);
      this.#save();
    }
  }

  /** The engine has forgotten the point in time: what was counted in it cannot be gone on from. */
  async #again(client: EngineClient, name: string): Promise<Place> {
    this.collector = new CatalogueCollector(this.#options.segmenter);
    this.resumed = 0;
    return openPlace(client, name);
  }

  #report(total: number): void {
    const { documents } = this.collector;
    this.#options.onProgress(documents, total === 0 ? 1 : Math.min(1, documents / total));
  }

  #save(): void {
    this.#checkpoint.offer(() => ({
      state: this.collector.state,
      place: this.#place,
      queries: this.#queries,
    }));
  }
}

function checkpointOf({ index, log, out, checkpointMs = CHECKPOINT_MS }: BuildOptions): BuildCheckpoint {
  const subject = {
    engine: index?.client.name ?? null,
    index: index?.name ?? null,
    fields: index === undefined ? null : [...index.fields.texts, '', ...index.fields.names].join(','),
    log: log?.path ?? null,
    logSize: log?.size ?? null,
    logChanged: log?.mtimeMs ?? null,
  };
  return new BuildCheckpoint(`${out}.progress`, subject, checkpointMs);
}

async function countOf(client: EngineClient, index: string): Promise<number> {
  const path = `/${encodeURIComponent(index)}/_count`;
  const { count } = (await client.expect({ method: 'GET', path })) as { readonly count: number };
  return count;
}

function summary({
  origin,
  terms,
  pairs,
  values,
  words,
}: DictionaryParts): Omit<BuildResult, 'bytes' | 'resumed'> {
  const byField: Record<string, number> = {};
  for (const { field } of values) byField[field] = (byField[field] ?? 0) + 1;
  return {
    documents: origin.documents,
    queries: origin.queries,
    terms: terms.size,
    pairs: Array.from(pairs).length,
    values: byField,
    wordsToCut: words.size,
  };
}
