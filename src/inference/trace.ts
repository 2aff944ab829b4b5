import {
  type Attributes,
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** W3C `traceparent` of the span at hand, to be sent to another process; undefined where nothing is traced. */
export function currentTrace(): string | undefined {
  const active = context.active();
  if (!isSampled(active)) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(active, carrier);
  return carrier.traceparent;
}

/** Runs the work, and all that it awaits, as part of the trace that another process sent. */
export function withTrace<T>(traceparent: string | undefined, work: () => T): T {
  return traceparent === undefined ? work() : context.with(contextOf(traceparent), work);
}

/**
 * A span for a batch, where one of those who asked is traced. It belongs to the trace of the first question in it, and is linked to all of them: each trace
 * leads to the batch that answered it. A failure leaves no message, which may quote texts.
 */
export async function batchSpan<T>(
  traces: readonly (string | undefined)[],
  attributes: Attributes,
  run: () => Promise<T>,
): Promise<T> {
  const questions = [...new Set(traces)].filter((each) => each !== undefined).map(contextOf);
  if (questions.length === 0) return run();
  const links = questions.flatMap((question) => {
    const span = trace.getSpanContext(question);
    return span !== undefined && isSpanContextValid(span) ? [{ context: span }] : [];
  });
  const span = trace
    .getTracer('relevance-gateway')
    .startSpan(
      'model batch',
      { kind: SpanKind.INTERNAL, attributes, links },
      questions.find(isSampled) ?? questions[0] ?? ROOT_CONTEXT,
    );
  try {
    return await run();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', 'inference_failed');
    throw error;
  } finally {
    span.end();
  }
}

function contextOf(traceparent: string): ReturnType<typeof context.active> {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}

function isSampled(question: ReturnType<typeof context.active>): boolean {
  return ((trace.getSpanContext(question)?.traceFlags ?? 0) & 1) === 1;
}
