import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../errors.ts';
import type { EngineCall, EngineClient, EngineReply } from '../engine-client.ts';

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

/**
 * Asks an engine that is busy or does not answer again for a while; only for what may be asked twice.
 * @throws GatewayError `upstream_unavailable` when it never answers
 */
export async function sendPatiently(client: EngineClient, call: EngineCall): Promise<EngineReply> {
  const { signal } = new AbortController();
  for (let retry = 1; ; retry += 1) {
    const mayRetry = retry <= MAX_RETRIES;
    try {
      const reply = await client.send(call);
      if (!isBusy(reply.status) || !mayRetry) return reply;
    } catch (error) {
      if (!(error instanceof GatewayError) || !mayRetry) throw error;
    }
    await backOff(retry, signal);
  }
}
