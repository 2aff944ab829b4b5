import { NEAR_SOUND, SAME_SHAPE, SAME_SOUND } from './chinese-model.ts';

const SOUNDS_THE_SAME = -2.6;
const SOUNDS_NEAR = -3.2;
const LOOKS_THE_SAME = -3.2;

/** log10 of the probability of one changed character, by how the mistake came about. */
export function slipCost(kind: number): number {
  if ((kind & SAME_SOUND) !== 0) return SOUNDS_THE_SAME;
  if ((kind & NEAR_SOUND) !== 0) return SOUNDS_NEAR;
  return (kind & SAME_SHAPE) !== 0 ? LOOKS_THE_SAME : -Infinity;
}
