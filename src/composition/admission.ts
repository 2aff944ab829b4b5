import { Gate } from '../admission/gate.ts';
import { type ConcurrencyLimit, fixedLimit, GradientLimit } from '../admission/gradient-limit.ts';
import { LoadLevel } from '../admission/load-level.ts';
import { LoadMonitor } from '../admission/load-monitor.ts';
import type { Rate } from '../admission/token-bucket.ts';
import type { Config } from '../config/schema.ts';
import type { Time } from '../domain/time.ts';

type Limits = Config['server']['limits'];

/** Who may search, and how much is done for them. */
export interface SearchAdmission {
  readonly limit: ConcurrencyLimit;
  readonly gate: Gate;
  readonly load: LoadMonitor;
}

/** @param lagMs how late the event loop runs, in milliseconds */
export function createSearchAdmission(
  { server, elasticsearch }: Pick<Config, 'server' | 'elasticsearch'>,
  { time, lagMs }: { readonly time: Time; readonly lagMs: () => number },
): SearchAdmission {
  const { limits, overload } = server;
  const limit = limits.adaptive ? new GradientLimit(limits.inFlight) : fixedLimit(limits.inFlight);
  const gate = new Gate(
    {
      inFlight: limit,
      queue: limits.queue,
      queueMs: limits.queueMs,
      rate: rateOf(limits.rate),
      caller: { inFlight: limits.caller.inFlight, rate: rateOf(limits.caller.rate) },
    },
    time,
  );
  // The embedded engine searches one after the other: a few callers at once always wait for each other, which no leg that is
  // left out would change.
  const engineMs = elasticsearch.nodes.length === 0 ? Infinity : overload.engineMs;
  const level = new LoadLevel({ lagMs: overload.eventLoopMs, engineMs, highest: overload.atMost }, time);
  const load = new LoadMonitor({ level, gate, queueMs: limits.queueMs, lagMs, clock: time });
  return { limit, gate, load };
}

/** For requests that have bounds and no rates. */
export function createGate({ inFlight, queue, queueMs }: Limits, time: Time): Gate {
  const caller = { inFlight: null, rate: null };
  return new Gate({ inFlight: fixedLimit(inFlight), queue, queueMs, rate: null, caller }, time);
}

/** A bucket holds one token at least, or nothing would ever come through. */
function rateOf({ perSecond, burst }: Limits['rate']): Rate | null {
  return perSecond === null ? null : { perSecond, burst: burst ?? Math.max(1, Math.ceil(perSecond)) };
}
