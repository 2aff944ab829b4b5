import { setTimeout as pause } from 'node:timers/promises';
import { OFF } from '../../evaluation/ablation.ts';
import type { JudgedQuery } from '../../evaluation/judged-set.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { engineReason } from '../engine-client.ts';
import type { BodyTemplate } from './search-body.ts';
import { searchBody } from './search-body.ts';

/** A way to search: what `Relevance-Pipeline` says, undefined for nothing. */
export interface Variant {
  readonly name: string;
  readonly header: string | undefined;
}

/** Plain search, and the pipeline that is measured (undefined: the index's own). */
export function offAndOn(pipeline: string | undefined): readonly [Variant, Variant] {
  return [
    { name: OFF, header: OFF },
    { name: 'on', header: pipeline },
  ];
}

export interface RunOptions {
  readonly client: EngineClient;
  readonly index: string;
  readonly template: BodyTemplate;
  /** Hits asked for. */
  readonly size: number;
  readonly concurrency: number;
  /** So many queries are searched for before anything is measured, so that code and caches are warm. */
  readonly warmUp?: number;
  readonly onProgress: (done: number) => void;
}

/** What all queries found in one way. */
export interface VariantResult {
  /** Document ids by query id, best first; in the order of the queries. */
  readonly rankings: ReadonlyMap<string, readonly string[]>;
  /** One a search, from sending it to having read the answer. */
  readonly latenciesMs: readonly number[];
  /** How many searches got each `Relevance-Status`, without its version. */
  readonly statuses: ReadonlyMap<string, number>;
}

/**
 * Sends every query in every way. Which way comes first changes from query to query, so that none of them always
 * finds the engine's caches filled by another.
 * @returns by the names of the ways
 * @throws CommandError at the first search that is not answered with 200
 */
export async function runQueries(
  queries: readonly JudgedQuery[],
  variants: readonly Variant[],
  options: RunOptions,
): Promise<ReadonlyMap<string, VariantResult>> {
  await each(queries.slice(0, options.warmUp ?? 0), options.concurrency, async (query) => {
    for (const { header } of variants) await search(query, header, options);
  });
  const ask = patiently((query: JudgedQuery, header: string | undefined) => search(query, header, options));
  const answers: ReadonlyMap<string, Answered>[] = [];
  let done = 0;
  await each(queries, options.concurrency, async (query, at) => {
    const found = new Map<string, Answered>();
    for (let turn = 0; turn < variants.length; turn += 1) {
      const { name, header } = variants[(at + turn) % variants.length]!;
      found.set(name, await ask(query, header));
    }
    answers[at] = found;
    options.onProgress(++done);
  });
  return new Map(
    variants.map(({ name }) => {
      const list = answers.map((found) => found.get(name)!);
      return [
        name,
        {
          rankings: new Map(queries.map(({ id }, at) => [id, list[at]!.ids])),
          latenciesMs: list.map(({ milliseconds }) => milliseconds),
          statuses: counted(list.map(({ status }) => status)),
        },
      ];
    }),
  );
}

/** The first pause before a search that was left out for load is sent again; each is twice as long as the last. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 800;
/** So many queries that stayed left out show that the load will not go away. */
const HOPELESS = 5;

/** Sends a search again that the gateway left out, in whole or in part, because it had too much to do. */
function patiently<Of extends readonly unknown[]>(
  ask: (...of: Of) => Promise<Answered>,
): (...of: Of) => Promise<Answered> {
  let inVain = 0;
  return async (...of) => {
    let answered = await ask(...of);
    let pauseMs = FIRST_PAUSE_MS;
    for (; isForLoad(answered.status) && pauseMs <= LONGEST_PAUSE_MS && inVain < HOPELESS; pauseMs *= 2) {
      await pause(pauseMs);
      answered = await ask(...of);
    }
    if (isForLoad(answered.status)) inVain += 1;
    return answered;
  };
}

/** Whether this `Relevance-Status` says that the gateway had too much to do. */
function isForLoad(status: string): boolean {
  return /;\s*reason=overload\b/.test(status);
}

/** What to know before these figures are believed, where the gateway was too busy for some searches; else undefined. */
export function loadWarning(statuses: ReadonlyMap<string, number>): string | undefined {
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const less = [...statuses].reduce((sum, [status, count]) => sum + (isForLoad(status) ? count : 0), 0);
  if (less === 0) return undefined;
  return `${less} of ${all} searches got less than the whole pipeline, because the gateway had too much to do: measure again when it is calm, or with --concurrency 1`;
}

/** Works on items side by side, in order. */
async function each<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) await work(items[at]!, at);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

interface Answer {
  readonly hits: { readonly hits: readonly { readonly _id: string }[] };
}

export interface Answered {
  readonly ids: readonly string[];
  /** `Relevance-Status` without its version; `none` where there is none. */
  readonly status: string;
  /** `Server-Timing`, as it came. */
  readonly timing: string;
  readonly milliseconds: number;
}

/** @throws CommandError for any answer but 200 */
export async function search(
  query: JudgedQuery,
  header: string | undefined,
  { client, index, template, size }: Pick<RunOptions, 'client' | 'index' | 'template' | 'size'>,
): Promise<Answered> {
  const started = performance.now();
  const reply = await client.send({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    body: searchBody(template, query.text, size),
    headers: header === undefined ? {} : { 'relevance-pipeline': header },
  });
  const milliseconds = performance.now() - started;
  if (reply.status !== 200) {
    throw new CommandError(
      `query "${query.id}" (${query.text}): ${reply.status} ${engineReason(reply.text)}`,
    );
  }
  const { hits } = (JSON.parse(reply.text) as Answer).hits;
  return {
    ids: hits.map(({ _id }) => _id),
    status: statusOf(reply.headers['relevance-status']),
    timing: reply.headers['server-timing'] ?? '',
    milliseconds,
  };
}

/** `applied; degraded="knn"; version="…"` → `applied; degraded="knn"`. */
function statusOf(header: string | undefined): string {
  return header === undefined ? 'none' : header.replace(/;\s*version="[^"]*"/, '').trim();
}

function counted(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
