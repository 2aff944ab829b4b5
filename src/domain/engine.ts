import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TraceSpan } from './trace.ts';

/**
 * Raw headers, name and value alternating, in the order and case they came in (`IncomingMessage.rawHeaders`):
 * duplicates and their order carry meaning on this wire.
 */
export type RawHeaders = readonly string[];

/** One request on behalf of a caller, in Elasticsearch's own protocol. */
export interface EngineRequest {
  readonly method: string;
  /** Raw request target, path and query string, never decoded. */
  readonly path: string;
  /** The caller's own credentials, media types and trace headers. */
  readonly headers: RawHeaders;
  readonly body: Uint8Array | null;
  /** What it is a part of, where that is recorded. */
  readonly span?: TraceSpan | undefined;
}

/** A complete answer; `headers` are as received, without hop-by-hop headers. The body is never compressed. */
export interface EngineAnswer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** Everything that is asked of the engine on behalf of a search goes through this port. */
export interface SearchEngine {
  /**
   * Sends one request and reads the answer to its end. Any HTTP status is an answer.
   * @throws GatewayError `upstream_*` when there is no answer, `client_gone` when the signal aborted it.
   */
  exchange(request: EngineRequest, signal: AbortSignal): Promise<EngineAnswer>;
}

/** What was already taken from a request before it was handed on, and what the answer must carry besides. */
export interface ForwardOptions {
  /** Bytes of the request body that were read already; the rest, if any, still flows from the request. */
  readonly prefix?: readonly Uint8Array[];
  /** Raw headers added to the answer. */
  readonly answerHeaders?: RawHeaders;
  /** What it is a part of, where that is recorded. */
  readonly span?: TraceSpan | undefined;
}

/** Requests that are not ours to improve, streamed both ways byte for byte. */
export interface PassThrough {
  /** Answers the request, whatever happens; never throws. */
  forward(request: IncomingMessage, response: ServerResponse, options?: ForwardOptions): void;
}
