import type { EngineClient } from '../engine-client.ts';
import type { BulkResult } from './bulk.ts';
import { sendBulk } from './bulk.ts';
import type { FieldMaker } from '../../composition/made-field.ts';
import { withFields } from './with-fields.ts';
import { heldIn } from './held-documents.ts';
import type { Progress } from './checkpoint.ts';
import type { DocumentFault, IndexAction } from './document.ts';
import { isFault, toAction } from './document.ts';
import type { SourceRecord } from './records.ts';

export interface LoadOptions {
  readonly client: EngineClient;
  readonly index: string;
  readonly idField: string;
  /** Size of a bulk request, in bytes; a larger document is in one of its own. */
  readonly batchBytes: number;
  /** Bulk requests under way at a time: with the batch size the bound on memory. */
  readonly concurrency: number;
  /** How many faults are kept; all are counted. */
  readonly maxFaults: number;
  /** Make what documents get besides what they bring. */
  readonly makers: readonly FieldMaker[];
  /** Told with each request and after each answer how far all documents are done, without gaps, and how far they are sent. */
  readonly onProgress: (progress: Progress) => void;
}

export interface LoadResult {
  readonly indexed: number;
  readonly failed: number;
  /** The first ones, by line. */
  readonly faults: readonly DocumentFault[];
}

/** A batch on its way, with where the file can be read on once it and all before it are done. */
interface Batch {
  readonly offset: number;
  readonly line: number;
  result?: BulkResult;
}

/**
 * Indexes records by bulk requests. Reading waits while as many requests are under way as may be.
 * @param from where an earlier run stopped; its counts go on
 * @throws GatewayError when the engine gave up; what was reported as progress is done
 */
export async function load(
  records: AsyncIterable<SourceRecord>,
  from: Progress,
  options: LoadOptions,
): Promise<LoadResult> {
  const { client, index, idField, batchBytes, concurrency, maxFaults, makers, onProgress } = options;
  const abort = new AbortController();
  const underWay: Batch[] = [];
  const sends = new Set<Promise<void>>();
  let { indexed, failed, offset, line, sentLine } = from;
  let failure: { readonly error: unknown } | undefined;
  let faults: DocumentFault[] = [];

  const tell = (): void => onProgress({ offset, line, sentLine, indexed, failed });
  const settle = (): void => {
    for (let first = underWay[0]; first?.result !== undefined; first = underWay[0]) {
      underWay.shift();
      indexed += first.result.indexed;
      failed += first.result.faults.length;
      faults = [...faults, ...first.result.faults].slice(0, maxFaults);
      ({ offset, line } = first);
    }
    tell();
  };
  const send = async (batch: Batch, actions: readonly IndexAction[], unread: readonly DocumentFault[]) => {
    const doubtful = actions.filter((action) => action.line < from.sentLine);
    const held = await heldIn(
      client,
      index,
      doubtful,
      makers.map(({ field }) => field),
    );
    const missing = held.size === 0 ? actions : actions.filter((action) => !held.has(action));
    const whole = await withFields(makers, missing, abort.signal);
    const result = await sendBulk(client, index, whole, abort.signal);
    const all = [...result.faults, ...unread].sort((a, b) => a.line - b.line);
    batch.result = { indexed: held.size + result.indexed, faults: all };
    settle();
  };
  const untilFewerThan = async (count: number): Promise<void> => {
    while (sends.size >= count) await Promise.race(sends);
    if (failure !== undefined) throw failure.error;
  };
  const start = async (
    place: SourceRecord,
    actions: IndexAction[],
    unread: DocumentFault[],
  ): Promise<void> => {
    await untilFewerThan(concurrency);
    const batch: Batch = { offset: place.end, line: place.nextLine };
    underWay.push(batch);
    sentLine = Math.max(sentLine, place.nextLine);
    tell();
    const sending = send(batch, actions, unread)
      .catch((error: unknown) => {
        failure ??= { error };
        abort.abort();
      })
      .finally(() => sends.delete(sending));
    sends.add(sending);
  };

  try {
    let actions: IndexAction[] = [];
    let unread: DocumentFault[] = [];
    let bytes = 0;
    let last: SourceRecord | undefined;
    for await (const record of records) {
      const action = toAction(record, idField);
      const size = isFault(action) ? record.json.length : action.head.length + action.document.length + 1;
      // What is too large for the engine is not to take its neighbours with it.
      if (last !== undefined && bytes + size > batchBytes) {
        await start(last, actions, unread);
        [actions, unread, bytes] = [[], [], 0];
      }
      if (isFault(action)) unread.push(action);
      else actions.push(action);
      bytes += size;
      last = record;
    }
    if (last !== undefined) await start(last, actions, unread);
    await untilFewerThan(1);
  } finally {
    abort.abort();
    await Promise.allSettled(sends);
  }
  return { indexed, failed, faults };
}
