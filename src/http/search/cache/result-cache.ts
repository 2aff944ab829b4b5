import { LRUCache } from 'lru-cache';
import type { Degraded } from '../../../domain/degraded.ts';
import type { RawHeaders } from '../../../domain/engine.ts';
import type { StageReport } from '../../../domain/search.ts';
import { SingleFlight } from './single-flight.ts';

/** A search's answer, ready but for what belongs to one request alone. */
export interface SearchResult {
  readonly status: number;
  /** The engine's. */
  readonly headers: RawHeaders;
  readonly body: Buffer;
  /** Raw headers that say what became of the query. */
  readonly queryHeaders: RawHeaders;
  readonly degraded: Degraded;
  readonly shed: boolean;
  readonly relaxed: string | null;
  /** How many documents were ranked. */
  readonly candidates: number;
  readonly reports: readonly Pick<StageReport, 'stage' | 'durationMs'>[];
  /** Whether it is whole, so that it may be given to others. */
  readonly complete: boolean;
}

/** A result, or why the search is passed on as it is. */
export type Made =
  | { readonly kind: 'made'; readonly result: SearchResult }
  | { readonly kind: 'bypass'; readonly reason: string };

/** Where it came from: made for this request, together with another one, or a moment ago. */
export type From = 'miss' | 'joined' | 'hit';

export interface ResultCacheOptions {
  /** How long a result is given out. */
  readonly ttlMs: number;
  /** Of all results together. */
  readonly bytes: number;
}

/** What a result takes beside its body. */
const OVERHEAD_BYTES = 2048;

/** Answers of searches, for a short while; the key holds who asked. Searches that are the same at the same time are one. */
export class ResultCache {
  readonly #kept: LRUCache<string, SearchResult>;
  readonly #flight = new SingleFlight<Made>();

  constructor({ ttlMs, bytes }: ResultCacheOptions) {
    this.#kept = new LRUCache({
      ttl: ttlMs,
      maxSize: bytes,
      sizeCalculation: ({ body }) => body.length + OVERHEAD_BYTES,
    });
  }

  /**
   * @param known whether what is kept may be given out now
   * @throws what `make` throws, or the signal's reason
   */
  async find(
    { key, signal, known }: { readonly key: string; readonly signal: AbortSignal; readonly known: boolean },
    make: (signal: AbortSignal) => Promise<Made>,
  ): Promise<{ readonly made: Made; readonly from: From }> {
    const kept = known ? this.#kept.get(key) : undefined;
    if (kept !== undefined) return { made: { kind: 'made', result: kept }, from: 'hit' };
    const { value, joined } = await this.#flight.join(key, signal, async (until) => {
      const made = await make(until);
      if (made.kind === 'made' && made.result.complete) this.#kept.set(key, made.result);
      return made;
    });
    return { made: value, from: joined ? 'joined' : 'miss' };
  }

  /** Forgets all results. */
  clear(): void {
    this.#kept.clear();
  }
}
