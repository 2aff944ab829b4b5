import type { SpanStart } from '../domain/trace.ts';
import { toGatewayError } from '../errors.ts';
import { ContextWithin } from '../pipeline/context-within.ts';
import type { Around, Stage } from '../pipeline/stage.ts';
import type { Meters } from './meters.ts';

/** Gives every run of a stage a duration, and a span where its request has one. */
export function stageTelemetry(meters: Pick<Meters, 'stage'>): Around {
  const startOf = stageSpans();
  return async (stage, ctx, next) => {
    const { span: parent } = ctx;
    const start = parent && startOf(stage);
    const span = start && parent.begin(start.name, start);
    const startedMs = performance.now();
    let outcome = 'ok';
    try {
      return await next(span === undefined ? ctx : new ContextWithin(ctx, { span }));
    } catch (error) {
      const { code } = toGatewayError(error);
      outcome = code === 'stage_timeout' ? 'timeout' : 'failed';
      span?.fail(code);
      throw error;
    } finally {
      meters.stage({ stage: stage.name, outcome, durationMs: performance.now() - startedMs, span });
      span?.end();
    }
  };
}

type Start = SpanStart & { readonly name: string };

/** How the span of a stage begins: always the same. */
function stageSpans(): (stage: Stage) => Start {
  const starts = new WeakMap<Stage, Start>();
  return (stage) => {
    let start = starts.get(stage);
    if (start === undefined) {
      const attributes = { 'relevance.stage': stage.name, 'relevance.stage.kind': stage.kind };
      starts.set(stage, (start = { name: `stage ${stage.name}`, attributes }));
    }
    return start;
  };
}
