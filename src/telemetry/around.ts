import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { toGatewayError } from '../errors.ts';
import type { Around } from '../pipeline/stage.ts';
import type { Meters } from './meters.ts';
import { isUnrecorded } from './unrecorded.ts';

/** Gives every run of a stage a span and a duration. Errors leave their code only: messages can quote documents. */
export function stageTelemetry(meters: Pick<Meters, 'stage'>): Around {
  const tracer = trace.getTracer('relevance-gateway');
  return (stage, ctx, next) => {
    const measured = async (span: Span | null): ReturnType<typeof next> => {
      const startedMs = performance.now();
      let outcome = 'ok';
      try {
        return await next(ctx);
      } catch (error) {
        const { code } = toGatewayError(error);
        outcome = code === 'stage_timeout' ? 'timeout' : 'failed';
        span?.setStatus({ code: SpanStatusCode.ERROR });
        span?.setAttribute('error.type', code);
        throw error;
      } finally {
        span?.end();
        meters.stage({ stage: stage.name, outcome, durationMs: performance.now() - startedMs });
      }
    };
    if (isUnrecorded()) return measured(null);
    const attributes = { 'relevance.stage': stage.name, 'relevance.stage.kind': stage.kind };
    return tracer.startActiveSpan(`stage ${stage.name}`, { attributes }, measured);
  };
}
