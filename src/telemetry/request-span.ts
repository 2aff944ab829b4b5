import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { SpanAttributes } from '../domain/trace.ts';
import { RecordedSpan, type Recording } from './recorded-span.ts';

/** The span of a whole request: the SDK's own, since its sampler chose it. */
export class RequestSpan extends RecordedSpan {
  readonly #span: Span;

  constructor(span: Span, recording: Recording) {
    super(recording, span.spanContext());
    this.#span = span;
  }

  set(attributes: SpanAttributes): void {
    // OpenTelemetry's types want lists that may be changed, and change none.
    this.#span.setAttributes(attributes as Attributes);
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.setAttribute('error.type', code);
  }

  end(): void {
    this.#span.end();
  }
}
