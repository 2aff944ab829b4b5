import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

/** Of what the gateway takes when it is asked as fast as it answers. */
const TIMES = 4;

export const overload: Scenario = {
  name: 'overload',
  about: 'four times what the gateway takes: it refuses rather than breaks, and is well again at once',
  config: 'server: { limits: { inFlight: 64, queue: 64 } }\n',
  engine: 'embedded',
  plain: false,
  rate: { ofCapacity: TIMES },
  seconds: 20,
  connections: 256,
  shots: searches,
  steps: (ratePerSecond, seconds) => [
    { name: 'before', ratePerSecond: ratePerSecond / TIMES / 2, seconds: seconds / 4 },
    { name: 'overload', ratePerSecond, seconds: seconds / 2 },
    { name: 'after', ratePerSecond: ratePerSecond / TIMES / 2, seconds: seconds / 4 },
  ],
  thresholds: [
    'before: errors <= 0',
    // Never sent counts as failed, and most of what is four times too much is: what is sent is answered or refused.
    'extra.brokenUnderLoad <= 0',
    'after: errors <= 0',
    'after: refused <= 0',
    'extra.p50AfterToBefore < 4',
  ],
  extra: ({ steps }) => {
    const of = (name: string) => steps.find(({ step }) => step === name)?.figures;
    const [before, during, after] = [of('before'), of('overload'), of('after')];
    if (before === undefined || during === undefined || after === undefined) return {};
    const { failed, dropped, due } = during.counts;
    return {
      brokenUnderLoad: (failed - dropped) / Math.max(1, due - dropped),
      // Below 5 ms it is the machine that makes the difference.
      p50AfterToBefore: after.latency.p50 / Math.max(5, before.latency.p50),
    };
  },
};
