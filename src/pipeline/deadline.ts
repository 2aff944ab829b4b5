import { GatewayError } from '../errors.ts';
import { ChildSignal } from './child-signal.ts';
import { ContextWithin } from './context-within.ts';
import type { Around, Stage, StageContext } from './stage.ts';

/**
 * Gives each named stage its time: when it is over the stage's signal aborts and the search goes on at once,
 * whether or not the stage listens. Stages without an entry have their own deadline, or none. What a late stage
 * still returns or throws is dropped.
 */
export function deadline(limitsMs: ReadonlyMap<string, number>): Around {
  return (stage, ctx, next) => {
    const limitMs = limitsMs.get(stage.name) ?? stage.deadlineMs;
    return limitMs === undefined ? next(ctx) : within(limitMs, stage, ctx, next);
  };
}

async function within<T>(
  limitMs: number,
  stage: Stage,
  ctx: StageContext,
  next: (ctx: StageContext) => Promise<T>,
): Promise<T> {
  const own = new ChildSignal(ctx);
  let handle: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    handle = setTimeout(() => {
      const error = new GatewayError('stage_timeout', `stage ${stage.name} took longer than ${limitMs} ms`);
      own.abort(error);
      reject(error);
    }, limitMs);
  });
  try {
    return await Promise.race([next(new ContextWithin(ctx, { signal: own })), late]);
  } finally {
    clearTimeout(handle);
    own.release();
  }
}
