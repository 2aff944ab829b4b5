import { GatewayError } from '../../errors.ts';
import {
  type Json,
  templateFor,
  VECTOR_FIELD,
  vectorMapping,
  vectorPlanIn,
} from '../../composition/vectors/vector-plan.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { sendBulk } from '../indexing/bulk.ts';
import type { DocumentFault, IndexAction } from '../indexing/document.ts';
import {
  closePlace,
  type FoundDocument,
  openPlace,
  type Place,
  readPage,
  type Reading,
} from '../point-in-time.ts';
import { areChinese } from './language.ts';
import {
  type IndexVectors,
  mappingWithOnePlan,
  vectorsBy,
  vectorsOfIndex,
  type WantedVectors,
} from './index-vectors.ts';

export interface EmbedOptions extends WantedVectors {
  readonly index: string;
  /** Documents a page and a bulk request. */
  readonly batch: number;
  /** One of several parts, so that machines can share the work. */
  readonly slice?: { readonly id: number; readonly max: number } | undefined;
  /** Says what would be done, and how fast, without changing anything. */
  readonly dryRun: boolean;
  /** Documents looked at, and how many there are to look at. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface EmbedResult {
  readonly encoder: string;
  readonly field: string;
  readonly template: string;
  /** Documents without a vector when it began; of a slice too, those of the whole index. */
  readonly missing: number;
  readonly embedded: number;
  /** Those with nothing of what the template names. */
  readonly withoutText: number;
  /** Changed by somebody else meanwhile; the next run finds them. */
  readonly changed: number;
  readonly failed: number;
  readonly faults: readonly DocumentFault[];
  /** Documents a second that the encoder read. */
  readonly rate: number;
}

const MAX_FAULTS = 10;
/** Documents that are read to find out their language. */
const SAMPLE = 200;
const CONFLICT = 409;

/**
 * Gives each document of an index that has no vector one. The index itself is the checkpoint: what was acknowledged has its
 * vector and is not looked at again, so an interrupted run is taken up by running it once more. A document that somebody
 * changes meanwhile is left to the next run, and never overwritten.
 * @throws CommandError, GatewayError
 */
export async function embedIndex(client: EngineClient, options: EmbedOptions): Promise<EmbedResult> {
  const { index, dryRun } = options;
  const mappings = await mappingWithOnePlan(client, index);
  const there = vectorPlanIn(mappings);
  const vectors =
    there === undefined
      ? await newVectors(client, mappings, options)
      : await vectorsOfIndex(mappings, options);
  if (vectors === undefined) throw new CommandError('--encoder none leaves nothing to do', 2);
  try {
    const { plan } = vectors;
    const path = `/${encodeURIComponent(index)}`;
    if (there === undefined && !dryRun) {
      const body = JSON.stringify(vectorMapping(mappings, plan));
      await client.expect({ method: 'PUT', path: `${path}/_mapping`, body });
    }
    // What an earlier run did is to be seen.
    if (!dryRun) await client.expect({ method: 'POST', path: `${path}/_refresh` });
    const query = { bool: { must_not: { exists: { field: plan.field } } } };
    const body = JSON.stringify({ query });
    const { count } = (await client.expect({ method: 'POST', path: `${path}/_count`, body })) as {
      readonly count: number;
    };
    const filling = new Filling(client, vectors, { ...options, missing: count, query });
    await filling.run();
    if (!dryRun) await client.expect({ method: 'POST', path: `${path}/_refresh` });
    return filling.result();
  } finally {
    await vectors.close();
  }
}

/** The vectors of an index that has none yet. */
async function newVectors(
  client: EngineClient,
  mappings: Json,
  { index, encoder: name, encoders }: EmbedOptions,
): Promise<IndexVectors | undefined> {
  if (name === 'none') return undefined;
  const template = templateFor(mappings);
  if (template === undefined)
    throw new CommandError(`index "${index}" has no text field: there is nothing to encode`, 2);
  if (name !== undefined) {
    const open = await encoders.named(name);
    return vectorsBy(open, { encoder: open.encoder.modelId, field: VECTOR_FIELD, template });
  }
  const body = JSON.stringify({ size: SAMPLE });
  const path = `/${encodeURIComponent(index)}/_search`;
  const { hits } = (await client.expect({ method: 'POST', path, body })) as {
    readonly hits: { readonly hits: readonly { readonly _source?: unknown }[] };
  };
  const language = areChinese(hits.hits.map(({ _source }) => _source)) ? 'zh' : 'en';
  const open = await encoders.reading(language);
  if (open === undefined)
    throw new CommandError(`no encoder reads "${language}": name one with --encoder`, 2);
  return vectorsBy(open, { encoder: open.encoder.modelId, field: VECTOR_FIELD, template });
}

interface FillingOptions extends EmbedOptions {
  readonly missing: number;
  readonly query: unknown;
}

class Filling {
  readonly #client: EngineClient;
  readonly #vectors: IndexVectors;
  readonly #options: FillingOptions;
  readonly #reading: Reading;
  #seen = 0;
  #embedded = 0;
  #withoutText = 0;
  #changed = 0;
  #failed = 0;
  #encoded = 0;
  #encodingMs = 0;
  #faults: DocumentFault[] = [];

  constructor(client: EngineClient, vectors: IndexVectors, options: FillingOptions) {
    this.#client = client;
    this.#vectors = vectors;
    this.#options = options;
    const { query, slice, batch } = options;
    this.#reading = { fields: vectors.vectoriser.reads, size: batch, query, slice, versions: true };
  }

  /** One batch is written while the next is encoded; reading waits for both. */
  async run(): Promise<void> {
    const { index, dryRun } = this.#options;
    const abort = new AbortController();
    let place: Place | undefined = await openPlace(this.#client, index);
    let writing: Promise<void> = Promise.resolve();
    try {
      while (place !== undefined) {
        const page = await readPage(this.#client, place, this.#reading);
        if (page === undefined)
          throw new GatewayError('upstream_protocol', 'the engine forgot the point in time: run it again');
        const actions = await this.#encode(page.documents, abort.signal);
        await writing;
        if (dryRun) break;
        writing = this.#write(actions, page.documents.length, abort.signal);
        // Its failure is met where it is awaited.
        writing.catch(() => undefined);
        place = page.next;
      }
      await writing;
    } finally {
      abort.abort();
      // What is on its way arrives all the same: it is not to arrive behind the next run's back.
      await Promise.allSettled([writing]);
      if (place !== undefined) await closePlace(this.#client, place);
    }
  }

  result(): EmbedResult {
    const { encoder, field, template } = this.#vectors.plan;
    return {
      encoder,
      field,
      template,
      missing: this.#options.missing,
      embedded: this.#embedded,
      withoutText: this.#withoutText,
      changed: this.#changed,
      failed: this.#failed,
      faults: this.#faults,
      rate: this.#encodingMs === 0 ? 0 : (this.#encoded / this.#encodingMs) * 1000,
    };
  }

  async #encode(documents: readonly FoundDocument[], signal: AbortSignal): Promise<readonly IndexAction[]> {
    const started = performance.now();
    const { vectoriser } = this.#vectors;
    const vectors = await vectoriser.vectorsOf(
      documents.map(({ _source }) => _source),
      signal,
    );
    this.#encodingMs += performance.now() - started;
    this.#encoded += documents.length;
    return documents.flatMap((document, at) => {
      const vector = vectors[at];
      if (vector !== undefined) return [updateOf(document, vectoriser.field, vector)];
      this.#withoutText += 1;
      return [];
    });
  }

  async #write(actions: readonly IndexAction[], looked: number, signal: AbortSignal): Promise<void> {
    const { index, missing, onProgress } = this.#options;
    if (actions.length > 0) {
      const { indexed, faults } = await sendBulk(this.#client, index, actions, signal);
      const bad = faults.filter(({ status }) => status !== CONFLICT);
      this.#embedded += indexed;
      this.#changed += faults.length - bad.length;
      this.#failed += bad.length;
      this.#faults = [...this.#faults, ...bad].slice(0, MAX_FAULTS);
    }
    this.#seen += looked;
    onProgress(this.#seen, missing);
  }
}

/** An update that does nothing where the document is another one by now. */
function updateOf(document: FoundDocument, field: string, vector: string): IndexAction {
  const { _index, _id, _routing, _seq_no, _primary_term } = document;
  const action = {
    _index,
    _id,
    if_seq_no: _seq_no,
    if_primary_term: _primary_term,
    ...(_routing === undefined ? {} : { routing: _routing }),
  };
  return {
    line: 0,
    id: _id,
    head: Buffer.from(`${JSON.stringify({ update: action })}\n`),
    document: Buffer.from(`{"doc":{${JSON.stringify(field)}:${vector}}}`),
  };
}
