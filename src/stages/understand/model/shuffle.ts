/**
 * Puts the numbers into an order of chance (Fisher and Yates), the same for the same seed: training must give the
 * same model again. The source of chance is mulberry32 by Tommy Ettinger.
 */
export function shuffle(order: Uint32Array, seed: number): void {
  let state = seed >>> 0;
  for (let at = order.length - 1; at > 0; at -= 1) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (at + 1);
    const kept = order[at]!;
    order[at] = order[other]!;
    order[other] = kept;
  }
}
