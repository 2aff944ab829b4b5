import type { IncomingMessage, ServerResponse } from 'node:http';
import { toGatewayError } from '../errors.ts';

/** What a span says, by name: numbers, words and lists of words. Never what people search for, nor what documents hold. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What a span is to begin with. */
export interface SpanStart {
  /** `client`: it asks another server. `internal` unless given. */
  readonly kind?: 'internal' | 'client';
  readonly attributes?: SpanAttributes;
}

/**
 * A part of a request whose trace is recorded. It is handed on to whoever works on that part, and nothing else says to which
 * trace work belongs: who is handed none records none.
 */
export interface TraceSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** W3C `traceparent`, to name it to another process. */
  readonly traceparent: string;
  /** Begins a part of it; to be ended once. */
  begin(name: string, start?: SpanStart): TraceSpan;
  /** Adds attributes; a name that it has gets the new value. */
  set(attributes: SpanAttributes): void;
  /**
   * Adds what people search for, where the configuration wants that to be kept (`telemetry.queryText`): every such attribute
   * goes by here.
   * @param text made only where it is kept; its first 4096 characters are
   */
  setQueryText(name: string, text: () => string): void;
  /** It failed; of the fault only a code is kept, since messages can quote documents. */
  fail(code: string): void;
  /** It is over: what is set later is not recorded. */
  end(): void;
  /**
   * The same headers of a request, name and value alternating, with those that make what is asked a part of this span in the
   * place of any others.
   */
  carriedBy(headers: readonly string[]): readonly string[];
}

/** The spans of requests that came in: everything that is done for them descends from those. */
export interface RequestSpans {
  /** Begins the span of a request, where its trace is recorded; it ends with the answer. */
  begin(request: IncomingMessage, response: ServerResponse): void;
  /** What {@link RequestSpans.begin} began; undefined where the request is not recorded. */
  of(request: IncomingMessage): TraceSpan | undefined;
}

/** Where nothing is traced. */
export const NO_REQUEST_SPANS: RequestSpans = { begin() {}, of: () => undefined };

/** Runs work as a part of a span; where the work fails, so does the part. */
export async function inSpan<T>(
  span: TraceSpan,
  start: SpanStart & { readonly name: string },
  work: (part: TraceSpan) => Promise<T>,
): Promise<T> {
  const part = span.begin(start.name, start);
  try {
    return await work(part);
  } catch (error) {
    part.fail(toGatewayError(error).code);
    throw error;
  } finally {
    part.end();
  }
}
