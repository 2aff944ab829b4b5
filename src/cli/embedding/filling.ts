import type { FieldMaker } from '../../composition/made-field.ts';
import { GatewayError } from '../../errors.ts';
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

export interface FillingOptions {
  readonly index: string;
  readonly makers: readonly FieldMaker[];
  /** Finds the documents that lack something. */
  readonly query: unknown;
  /** How many these are. */
  readonly missing: number;
  /** Documents a page and a bulk request. */
  readonly batch: number;
  /** One of several parts, so that machines can share the work. */
  readonly slice?: { readonly id: number; readonly max: number } | undefined;
  /** Makes the fields of one page, to say how fast, and writes nothing. */
  readonly dryRun: boolean;
  /** Documents looked at, and how many there are to look at. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What became of the documents. */
export interface Filled {
  readonly embedded: number;
  /** Those with nothing of what is read. */
  readonly withoutText: number;
  /** Changed by somebody else meanwhile; the next run finds them. */
  readonly changed: number;
  readonly failed: number;
  readonly faults: readonly DocumentFault[];
  /** Documents a second that were read and made fields of. */
  readonly rate: number;
}

const MAX_FAULTS = 10;
const CONFLICT = 409;

/** Goes through the documents that lack something, page by page, and gives them all that they lack in one update each. */
export class Filling {
  readonly #client: EngineClient;
  readonly #options: FillingOptions;
  readonly #reading: Reading;
  #seen = 0;
  #embedded = 0;
  #withoutText = 0;
  #changed = 0;
  #failed = 0;
  #made = 0;
  #makingMs = 0;
  #faults: DocumentFault[] = [];

  constructor(client: EngineClient, options: FillingOptions) {
    this.#client = client;
    this.#options = options;
    const { makers, query, slice, batch } = options;
    // What a document has in its source survives an update and is not made again; what the mapping leaves out of the
    // source an update would drop.
    const fields = [...new Set(makers.flatMap(({ field, reads }) => [...reads, field]))];
    this.#reading = { fields, size: batch, query, slice, versions: true };
  }

  /** One batch is written while the next is made; reading waits for both. */
  async run(): Promise<Filled> {
    const { index, dryRun } = this.#options;
    const abort = new AbortController();
    let place: Place | undefined = await openPlace(this.#client, index);
    let writing: Promise<void> = Promise.resolve();
    try {
      while (place !== undefined) {
        const page = await readPage(this.#client, place, this.#reading);
        if (page === undefined)
          throw new GatewayError('upstream_protocol', 'the engine forgot the point in time: run it again');
        const actions = await this.#make(page.documents, abort.signal);
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
    return {
      embedded: this.#embedded,
      withoutText: this.#withoutText,
      changed: this.#changed,
      failed: this.#failed,
      faults: this.#faults,
      rate: this.#makingMs === 0 ? 0 : (this.#made / this.#makingMs) * 1000,
    };
  }

  async #make(documents: readonly FoundDocument[], signal: AbortSignal): Promise<readonly IndexAction[]> {
    const started = performance.now();
    const sources = documents.map(({ _source }) => _source);
    const members: string[][] = documents.map(() => []);
    for (const maker of this.#options.makers) {
      const values = await maker.valuesOf(sources, signal);
      members.forEach((own, at) => {
        if (values[at] !== undefined) own.push(`${JSON.stringify(maker.field)}:${values[at]}`);
      });
    }
    this.#makingMs += performance.now() - started;
    this.#made += documents.length;
    return documents.flatMap((document, at) => {
      const own = members[at]!;
      if (own.length > 0) return [updateOf(document, `{${own.join(',')}}`)];
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

/** An update that does nothing where the document is another one by now. @param fields JSON text */
function updateOf(document: FoundDocument, fields: string): IndexAction {
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
    document: Buffer.from(`{"doc":${fields}}`),
  };
}
