import {
  type Context,
  defaultTextMapSetter,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { RawHeaders } from '../domain/engine.ts';
import type { SpanAttributes, SpanStart, TraceSpan } from '../domain/trace.ts';

/** A span of OpenTelemetry's that is handed on by hand; no context is ever entered. */
export class RecordedSpan implements TraceSpan {
  /** Begins its parts; the API would look for it by name each time. */
  readonly #tracer: Tracer;
  readonly #span: Span;
  /** That the span lies in. */
  readonly #context: Context;

  /** @param parent the context that the span was begun in */
  constructor(tracer: Tracer, span: Span, parent: Context) {
    this.#tracer = tracer;
    this.#span = span;
    this.#context = trace.setSpan(parent, span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  get spanId(): string {
    return this.#span.spanContext().spanId;
  }

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.#span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  begin(name: string, { kind, attributes }: SpanStart = {}): TraceSpan {
    const options = {
      kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      ...(attributes === undefined ? {} : { attributes: attributes as Mutable }),
    };
    const span = this.#tracer.startSpan(name, options, this.#context);
    return new RecordedSpan(this.#tracer, span, this.#context);
  }

  set(attributes: SpanAttributes): void {
    this.#span.setAttributes(attributes as Mutable);
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.setAttribute('error.type', code);
  }

  end(): void {
    this.#span.end();
  }

  carriedBy(headers: RawHeaders): RawHeaders {
    const own: Record<string, string> = {};
    propagation.inject(this.#context, own, defaultTextMapSetter);
    const carried: string[] = [];
    for (let at = 0; at + 1 < headers.length; at += 2) {
      // Elasticsearch refuses a request that has the caller's beside them.
      if (!TRACE_HEADER.test(headers[at]!) && own[headers[at]!.toLowerCase()] === undefined) {
        carried.push(headers[at]!, headers[at + 1]!);
      }
    }
    for (const [name, value] of Object.entries(own)) carried.push(name, value);
    return carried;
  }
}

const TRACE_HEADER = /^trace(?:parent|state)$/i;

/** OpenTelemetry's types want lists that may be changed, and change none. */
type Mutable = Record<string, string | number | boolean | string[]>;
