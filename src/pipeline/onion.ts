import type { Around, Stage, StageContext } from './stage.ts';

/** Wraps a stage's run in the layers; the first is outermost. */
export function onion<T>(
  layers: readonly Around[],
  stage: Stage,
  run: (ctx: StageContext) => T | Promise<T>,
): (ctx: StageContext) => Promise<T> {
  let next = async (ctx: StageContext): Promise<T> => run(ctx);
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const layer = layers[at]!;
    const inner = next;
    next = (ctx) => layer(stage, ctx, inner);
  }
  return next;
}
