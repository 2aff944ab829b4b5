import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Tries after the first before giving up: about three minutes in all. */
export const MAX_RETRIES = 10;

/** Statuses that say "later": a full queue, or no node that could take it. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

/**
 * Waits before the n-th retry (from 1): twice as long each time, with full jitter so that several loaders do
 * not come back together (Brooker, "Exponential Backoff and Jitter").
 */
export async function backOff(retry: number, signal: AbortSignal): Promise<void> {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** retry);
  await sleep(most / 2 + (Math.random() * most) / 2, undefined, { signal });
}
