import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { SearchStatus } from '../answer-headers.ts';

/** Names that are told apart, of stages and of outcomes; the others are counted together. */
const MOST_NAMES = 48;
const OTHER = 'other';

/** Longest time that is told apart, in µs. */
const LONGEST = 3_600_000_000;

/** Durations, to three significant digits, in a histogram with a high dynamic range (the one that Node brings). */
export function durations(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: LONGEST, figures: 3 });
}

/** Records milliseconds; histograms hold whole microseconds from 1. */
export function record(histogram: RecordableHistogram, milliseconds: number): void {
  histogram.record(Math.min(LONGEST, Math.max(1, Math.round(milliseconds * 1000))));
}

/** How a request ended: with a status, or without an answer for this reason. */
export type Ending = { readonly status: number } | { readonly failure: string };

/** Times of one request, in milliseconds on the clock of its worker. */
export interface Times {
  readonly due: number;
  readonly sent: number;
  readonly done: number;
}

/**
 * What became of many requests. It crosses from worker to worker by structured clone: histograms, numbers and maps, no
 * methods.
 */
export interface Tally {
  /** From when a request was due to the end of its answer: what waited to be sent waited as a user would. */
  readonly latency: RecordableHistogram;
  /** From sending it to the end of its answer. */
  readonly service: RecordableHistogram;
  /** How late it was sent. */
  readonly lag: RecordableHistogram;
  /** Milliseconds that the gateway's stages took, by `Server-Timing`. */
  readonly stages: Map<string, RecordableHistogram>;
  /** Requests by HTTP status, or by what went wrong. */
  readonly endings: Map<string, number>;
  /** Searches by `Relevance-Status`: `applied`, `bypass: sort`. */
  readonly statuses: Map<string, number>;
  /** Searches that went without a stage, by stage. */
  readonly degradedStages: Map<string, number>;
  readonly counts: Counts;
}

export interface Counts {
  /** Requests that were due. */
  due: number;
  /** Answers with 2xx. */
  good: number;
  /** Answers with 429: the server had enough. */
  refused: number;
  /** Everything else that did not end well, never sent ones too. */
  failed: number;
  /** Never sent: too many were waiting. */
  dropped: number;
  /** Searches that said what became of them. */
  looked: number;
  applied: number;
  degraded: number;
  bytes: number;
}

export function emptyTally(): Tally {
  return {
    latency: durations(),
    service: durations(),
    lag: durations(),
    stages: new Map(),
    endings: new Map(),
    statuses: new Map(),
    degradedStages: new Map(),
    counts: {
      due: 0,
      good: 0,
      refused: 0,
      failed: 0,
      dropped: 0,
      looked: 0,
      applied: 0,
      degraded: 0,
      bytes: 0,
    },
  };
}

/** Counts a request that got an answer or broke. Only answers have latencies: a refused connection is not fast. */
export function countEnding(tally: Tally, ending: Ending, { due, sent, done }: Times): void {
  const { counts } = tally;
  counts.due += 1;
  record(tally.lag, sent - due);
  if ('failure' in ending) {
    counts.failed += 1;
    addTo(tally.endings, ending.failure, 1);
    return;
  }
  const { status } = ending;
  addTo(tally.endings, String(status), 1);
  if (status === 429) {
    counts.refused += 1;
    return;
  }
  if (status < 200 || status > 299) {
    counts.failed += 1;
    return;
  }
  counts.good += 1;
  record(tally.latency, done - due);
  record(tally.service, done - sent);
}

/** Counts a request that was due and never sent. */
export function countDropped({ counts, endings }: Tally): void {
  counts.due += 1;
  counts.dropped += 1;
  counts.failed += 1;
  addTo(endings, 'dropped', 1);
}

/** Counts what the gateway said of its searches. */
export function countStatuses(tally: Tally, members: readonly SearchStatus[]): void {
  for (const { kind, reason, degraded } of members) {
    tally.counts.looked += 1;
    if (kind === 'applied') tally.counts.applied += 1;
    if (degraded.length > 0) tally.counts.degraded += 1;
    for (const stage of degraded) addTo(tally.degradedStages, stage, 1);
    const tail = reason === null ? '' : `: ${reason}`;
    addTo(tally.statuses, `${kind}${degraded.length > 0 ? ', degraded' : ''}${tail}`, 1);
  }
}

export function countStages(tally: Tally, times: ReadonlyMap<string, number>): void {
  for (const [stage, milliseconds] of times) record(histogramOf(tally.stages, stage), milliseconds);
}

/** Adds what another worker, or another slice of time, counted. */
export function addTally(into: Tally, other: Tally): void {
  into.latency.add(other.latency);
  into.service.add(other.service);
  into.lag.add(other.lag);
  for (const [stage, histogram] of other.stages) histogramOf(into.stages, stage).add(histogram);
  for (const [name, count] of other.endings) addTo(into.endings, name, count);
  for (const [name, count] of other.statuses) addTo(into.statuses, name, count);
  for (const [name, count] of other.degradedStages) addTo(into.degradedStages, name, count);
  for (const key of Object.keys(into.counts) as (keyof Counts)[]) into.counts[key] += other.counts[key];
}

function addTo(map: Map<string, number>, name: string, count: number): void {
  const key = map.has(name) || map.size < MOST_NAMES ? name : OTHER;
  map.set(key, (map.get(key) ?? 0) + count);
}

function histogramOf(map: Map<string, RecordableHistogram>, name: string): RecordableHistogram {
  const key = map.has(name) || map.size < MOST_NAMES ? name : OTHER;
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = durations();
  map.set(key, made);
  return made;
}
