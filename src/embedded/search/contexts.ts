import { randomBytes } from 'node:crypto';
import { EngineError } from '../errors.ts';
import { illegalArgument } from '../query/fault.ts';
import type { Found } from './searcher.ts';
import type { SearchTarget } from './target.ts';

interface Held<T> {
  readonly value: T;
  expiresAt: number;
}

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  micros: 0.001,
  nanos: 1e-6,
};
const ID_BYTES = 24;

/** `1m`, `30s` in milliseconds. @throws SearchFault */
export function keepAliveMs(text: string, name: string): number {
  const match = /^(\d+)(d|h|m|s|ms|micros|nanos)$/.exec(text);
  if (match === null) {
    throw illegalArgument(
      `failed to parse setting [${name}] with value [${text}] as a time value: unit is missing or unrecognized`,
    );
  }
  return Number(match[1]) * UNITS[match[2]!]!;
}

function contextMissing(id: string): EngineError {
  const own = {
    type: 'search_context_missing_exception',
    reason: `No search context found for id [${id}]`,
    status: 404,
  };
  return new EngineError({
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    status: 404,
    extra: {
      phase: 'query',
      grouped: true,
      failed_shards: [{ shard: -1, index: null, reason: { type: own.type, reason: own.reason } }],
    },
    rootCause: [own],
  });
}

/** Whether a text could be an id of ours. */
export function isContextId(text: string): boolean {
  return /^[\w-]{32}$/.test(text);
}

/** Things held for a caller until a time that each use puts off; bounded. */
export class Contexts<T> {
  private readonly held = new Map<string, Held<T>>();
  private readonly limit: number;
  private readonly now: () => number;

  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.now = now;
  }

  open(value: T, keepAlive: number): string {
    this.purge();
    if (this.held.size >= this.limit) {
      throw new EngineError({
        type: 'too_many_scroll_contexts_exception',
        reason: `Trying to create too many scroll contexts. Must be less than or equal to: [${this.limit}]. This limit can be set by changing the [search.max_open_scroll_context] setting.`,
        status: 429,
      });
    }
    const id = randomBytes(ID_BYTES).toString('base64url');
    this.held.set(id, { value, expiresAt: this.now() + keepAlive });
    return id;
  }

  /** @throws EngineError 404 where nothing is held under the id. */
  use(id: string, keepAlive: number | null): T {
    this.purge();
    const found = this.held.get(id);
    if (found === undefined) throw contextMissing(id);
    if (keepAlive !== null) found.expiresAt = this.now() + keepAlive;
    return found.value;
  }

  close(id: string): boolean {
    return this.held.delete(id);
  }

  closeAll(): number {
    const count = this.held.size;
    this.held.clear();
    return count;
  }

  private purge(): void {
    const now = this.now();
    for (const [id, { expiresAt }] of this.held) if (expiresAt < now) this.held.delete(id);
  }
}

/** A scroll: everything found, in order, and how far it was read. */
export interface Scroll {
  readonly found: Found;
  at: number;
}

export type PointInTime = readonly SearchTarget[];
