import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';

/** How nodes are recognised on https; both null means by the system's authorities. */
export interface TlsOptions {
  /** PEM text of one or more authorities. */
  readonly ca: string | null;
  /** SHA-256 of a certificate in the node's chain, 64 hexadecimal digits, with or without colons. */
  readonly fingerprint: string | null;
}

/** The gateway's own credentials; callers' requests never carry them. */
export type Account = { readonly apiKey: string } | { readonly username: string; readonly password: string };

/** When a node counts as broken, and for how long it is left alone; the pause doubles up to `maxMs`. */
export interface EjectionOptions {
  readonly failures: number;
  readonly baseMs: number;
  readonly maxMs: number;
}

/** What the adapter tells of itself, for counters. */
export interface UpstreamEvents {
  /** A request was sent to another node, or once more. */
  retried(): void;
  /** A node was set aside as broken. */
  ejected(): void;
}

export interface ElasticsearchOptions {
  /** `http` or `https` URLs, at least one. A path in them is put before every request's. */
  readonly nodes: readonly string[];
  readonly tls: TlsOptions;
  readonly account: Account | null;
  readonly connectTimeoutMs: number;
  /** Most connections to one node. */
  readonly connections: number;
  readonly discovery: { readonly intervalMs: number; readonly timeoutMs: number };
  readonly ejection: EjectionOptions;
  /** Most retries after bytes were sent, as a share of requests: 0..1. */
  readonly retryBudget: number;
  /** What sniffing answers name as a node's address: the nodes' own (`off`), the request's Host, or this. */
  readonly advertise: 'off' | 'host' | (string & {});
  /** Largest answer, in bytes, that is read into memory. */
  readonly maxAnswerBytes: number;
  /** Most exchanges at the same time, and most that wait for their turn. */
  readonly inFlight: number;
  readonly queue: number;
  readonly events: UpstreamEvents;
  readonly logger: Logger;
  readonly clock: Clock;
}
