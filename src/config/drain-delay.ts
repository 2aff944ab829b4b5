import { isLoopback } from './loopback.ts';
import type { Config } from './schema.ts';

/** Two checks of a balancer that asks every two seconds, or the time in which Kubernetes tells its proxies. */
const USUAL_MS = 5000;

/** How long requests are taken after the first signal, in milliseconds: what is set, else long enough for a balancer. */
export function drainDelayMs({
  drainDelayMs: set,
  host,
}: Pick<Config['server'], 'drainDelayMs' | 'host'>): number {
  if (set !== 'auto') return set;
  return isLoopback(host) ? 0 : USUAL_MS;
}
