import { appendFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { RawHeaders, SearchEngine } from '../domain/engine.ts';
import type { Logger } from '../domain/logger.ts';
import { type EventRecord, readRecord } from './record.ts';
import { Shipper } from './shipper.ts';
import { Spool } from './spool.ts';

export interface EventLogOptions {
  /** Holds a folder for each serving process. */
  readonly folder: string;
  /** Number of this process, from 1, and how many there are. */
  readonly worker: number;
  readonly workers: number;
  readonly spoolBytes: number;
  readonly eventsIndex: string;
  readonly queriesIndex: string;
  /** Where events go; undefined leaves them in their files. */
  readonly destination:
    { readonly engine: SearchEngine; readonly headers: RawHeaders; readonly flushMs: number } | undefined;
  readonly logger: Logger;
  readonly count: (outcome: 'accepted' | 'invalid' | 'stored' | 'refused', count: number) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What became of some events. */
export interface Taken {
  readonly accepted: number;
  readonly errors: readonly { readonly at: number; readonly reason: string }[];
}

/** Takes searches and actions of people, and loses none that it accepted. */
export interface EventLog {
  /**
   * Resolves when those that are sound are on disk.
   * @throws GatewayError `overloaded` where there is no room for them
   */
  readonly take: (values: readonly unknown[]) => Promise<Taken>;
  readonly health: () => DependencyHealth;
  readonly close: () => Promise<void>;
}

const SHIPPED_FILE_BYTES = 4 * 1024 * 1024;
const KEPT_FILE_BYTES = 64 * 1024 * 1024;
const RECOUNT_MS = 30_000;
const REFUSED = 'refused.ndjson';
/** Beyond it, what the engine will never take is only counted. */
const MOST_REFUSED_BYTES = 16 * 1024 * 1024;

export async function openEventLog(options: EventLogOptions): Promise<EventLog> {
  const { folder, worker, workers, destination, logger, count } = options;
  const own = join(folder, String(worker));
  await mkdir(own, { recursive: true });
  if (worker === 1) await adopt(options, own);
  const fileBytes = destination === undefined ? KEPT_FILE_BYTES : SHIPPED_FILE_BYTES;
  const spool = await Spool.open({ folder: own, maxBytes: options.spoolBytes, fileBytes, logger });
  const shipper =
    destination === undefined
      ? undefined
      : new Shipper({
          ...options,
          ...destination,
          spool,
          shipped: count,
          keepRefused: (lines) => keepRefused(join(own, REFUSED), lines),
        });
  shipper?.start();
  const recount = setInterval(() => void spool.recount(), RECOUNT_MS).unref();

  return {
    async take(values) {
      const errors: { at: number; reason: string }[] = [];
      const records: EventRecord[] = [];
      values.forEach((value, at) => {
        const record = readRecord(value, options.now());
        if ('reason' in record) errors.push({ at, reason: record.reason });
        else records.push(record);
      });
      if (records.length > 0) await spool.append(records.map((record) => linesOf(record, options)).join(''));
      count('accepted', records.length);
      count('invalid', errors.length);
      return { accepted: records.length, errors };
    },
    health() {
      const fault = shipper?.fault ?? null;
      const kept = `${(spool.bytes / 1e6).toFixed(1)} MB on disk (process ${worker} of ${workers})`;
      const isFull = spool.bytes > options.spoolBytes * 0.9;
      const detail = [kept, ...(fault === null ? [] : [fault]), ...(isFull ? ['nearly full'] : [])].join(
        '; ',
      );
      return { name: 'events', state: fault === null && !isFull ? 'up' : 'degraded', detail };
    },
    async close() {
      clearInterval(recount);
      await shipper?.stop();
      await spool.seal();
    },
  };
}

/** As `_bulk` takes them, and `relevance eval import` reads them. */
function linesOf(
  { kind, id, document }: EventRecord,
  { eventsIndex, queriesIndex }: EventLogOptions,
): string {
  const index = kind === 'event' ? eventsIndex : queriesIndex;
  return `${JSON.stringify({ create: { _index: index, _id: id } })}\n${JSON.stringify(document)}\n`;
}

/** Takes over the files of processes that are no more: the gateway had more of them before. */
async function adopt({ folder, workers }: EventLogOptions, own: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\d+$/.test(name) || Number(name) <= workers) continue;
    for (const file of await readdir(join(folder, name))) {
      if (file.endsWith('.ndjson') && file !== REFUSED) {
        await rename(
          join(folder, name, file),
          join(own, file.replace('.ndjson', `${name.padStart(4, '0')}.ndjson`)),
        );
      }
    }
  }
}

async function keepRefused(path: string, lines: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size < MOST_REFUSED_BYTES) await appendFile(path, lines, { mode: 0o600 });
}
