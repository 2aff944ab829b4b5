import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { namedBy, traceparentOf } from '../domain/traceparent.ts';

/**
 * A span for a batch, where one of those who asked is traced. It belongs to the trace of the first question in it, and is linked to all of them: each trace
 * leads to the batch that answered it. A failure leaves no message, which may quote texts.
 * @param traces `traceparent` of those who asked
 */
export async function batchSpan<T>(
  traces: readonly (string | undefined)[],
  attributes: Attributes,
  run: () => Promise<T>,
): Promise<T> {
  const questions = [...new Set(traces)].flatMap((each) => spanOf(each) ?? []);
  const [first] = questions;
  if (first === undefined) return run();
  const links = questions.map((context) => ({ context }));
  return inside(begin('model batch', { kind: SpanKind.INTERNAL, attributes, links }, first), run);
}

/**
 * A span for a request to another server, where whoever asks is traced.
 * @param work is given the headers that make what the server does a part of it
 */
export async function requestSpan<T>(
  traceparent: string | undefined,
  attributes: Attributes,
  work: (headers: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const asker = spanOf(traceparent);
  if (asker === undefined) return work({});
  const span = begin('POST', { kind: SpanKind.CLIENT, attributes }, asker);
  return inside(span, () => work({ traceparent: traceparentOf(span.spanContext()) }));
}

type Start = NonNullable<Parameters<ReturnType<typeof trace.getTracer>['startSpan']>[1]>;

function begin(name: string, start: Start, parent: SpanContext): Span {
  return trace.getTracer('relevance-gateway').startSpan(name, start, contextOf(parent));
}

async function inside<T>(span: Span, run: () => Promise<T>): Promise<T> {
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

function contextOf(span: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, span);
}

/** Whom a `traceparent` names, where that is recorded. */
function spanOf(traceparent: string | undefined): SpanContext | undefined {
  const named = traceparent === undefined ? undefined : namedBy(traceparent);
  return named === undefined || (named.traceFlags & 1) === 0 ? undefined : { ...named, isRemote: true };
}
