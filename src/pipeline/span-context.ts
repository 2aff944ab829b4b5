import type { TraceSpan } from '../domain/trace.ts';
import type { StageContext } from './stage.ts';

/** A stage's context with a span: whatever is asked for by it is a part of that. */
export function withSpan(ctx: StageContext, span: TraceSpan): StageContext {
  return {
    ...ctx,
    // Some contexts make theirs when it is read.
    signal: ctx.signal,
    span,
    send: (body, queryString, own = span) => ctx.send(body, queryString, own),
    search: (leg) => ctx.search({ ...leg, span: leg.span ?? span }),
    count: (texts, signal, own = span) => ctx.count(texts, signal, own),
    hits: (query, atMost, signal, own = span) => ctx.hits(query, atMost, signal, own),
  };
}
