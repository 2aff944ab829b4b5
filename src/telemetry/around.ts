import { inSpan } from '../domain/trace.ts';
import { toGatewayError } from '../errors.ts';
import { withSpan } from '../pipeline/span-context.ts';
import type { Around, StageContext } from '../pipeline/stage.ts';
import type { Meters } from './meters.ts';

/** Gives every run of a stage a duration, and a span where its request has one. */
export function stageTelemetry(meters: Pick<Meters, 'stage'>): Around {
  return (stage, ctx, next) => {
    const measured = async (own: StageContext): ReturnType<typeof next> => {
      const startedMs = performance.now();
      let outcome = 'ok';
      try {
        return await next(own);
      } catch (error) {
        outcome = toGatewayError(error).code === 'stage_timeout' ? 'timeout' : 'failed';
        throw error;
      } finally {
        meters.stage({
          stage: stage.name,
          outcome,
          durationMs: performance.now() - startedMs,
          span: own.span,
        });
      }
    };
    if (ctx.span === undefined) return measured(ctx);
    const attributes = { 'relevance.stage': stage.name, 'relevance.stage.kind': stage.kind };
    return inSpan(ctx.span, { name: `stage ${stage.name}`, attributes }, (span) =>
      measured(withSpan(ctx, span)),
    );
  };
}
