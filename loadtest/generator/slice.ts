import type { Gun } from './gun.ts';
import { type Pace, Schedule, type Share } from './schedule.ts';
import type { Shot } from './shot.ts';
import type { Tally } from './tally.ts';

/** One target for a while: at a pace, or as fast as answers come. */
export interface SliceOptions {
  readonly share: Share;
  /** Null: each connection sends the next request as soon as it has its answer, to find what a target can do. */
  readonly ratePerSecond: number | null;
  readonly seconds: number;
  /** How long answers are awaited after the last request was due; then once more, for those that were under way by then. */
  readonly drainMs: number;
}

/** Timers are exact to a millisecond: what is due within it is sent at once rather than late. */
const TIMER_MS = 1;

/** Sends for as long as the slice says, waits for what is under way and gives what was counted. */
export async function runSlice(gun: Gun, next: () => Shot, options: SliceOptions): Promise<Tally> {
  gun.take();
  if (options.ratePerSecond === null) await saturate(gun, next, options.seconds * 1000);
  else await keepPace(gun, next, { ...options, ratePerSecond: options.ratePerSecond });
  await untilIdle(gun, options.drainMs);
  gun.dropWaiting();
  await untilIdle(gun, options.drainMs);
  gun.giveUp();
  return gun.take();
}

/** Due times never move: when the target or this worker is late, what was due is sent late and was due then. */
function keepPace(gun: Gun, next: () => Shot, options: Pace & Pick<SliceOptions, 'share'>): Promise<void> {
  const schedule = new Schedule(options, options.share);
  const start = performance.now();
  let number = 0;
  return new Promise((resolve) => {
    const tick = (): void => {
      const now = performance.now() - start;
      while (number < schedule.count && schedule.dueMs(number) <= now) {
        gun.fire(next(), start + schedule.dueMs(number));
        number += 1;
      }
      if (number >= schedule.count)
        return void setTimeout(resolve, Math.max(0, options.seconds * 1000 - now));
      setTimeout(tick, Math.max(0, schedule.dueMs(number) - (performance.now() - start) - TIMER_MS / 2));
    };
    tick();
  });
}

function saturate(gun: Gun, next: () => Shot, ms: number): Promise<void> {
  const end = performance.now() + ms;
  return new Promise((resolve) => {
    const fill = (): void => {
      if (performance.now() >= end) {
        gun.whenFreed(() => undefined);
        return resolve();
      }
      // One for the connection that became free, all of them at the start; no more, where requests end at once.
      for (let free = gun.free; free > 0; free -= 1) gun.fire(next(), performance.now());
    };
    gun.whenFreed(() => setImmediate(fill));
    fill();
    // Where no answer comes at all, the slice ends in time as well.
    setTimeout(fill, ms);
  });
}

async function untilIdle(gun: Gun, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (gun.inFlight > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
