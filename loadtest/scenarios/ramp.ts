import { GATEWAY, type StepResult } from '../result.ts';
import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

const SHARES = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.2];

export const ramp: Scenario = {
  name: 'ramp',
  about: 'more and more searches until the gateway cannot keep up: where the knee is',
  // Else it would find out how many searches are passed on as they came.
  config: 'server: { overload: { atMost: calm } }\n',
  engine: 'embedded',
  plain: false,
  rate: { ofCapacity: 1 },
  seconds: 40,
  connections: 64,
  shots: searches,
  steps: (ratePerSecond, seconds) =>
    SHARES.map((share) => ({
      name: `${Math.round(share * 100)}%`,
      ratePerSecond: ratePerSecond * share,
      seconds: seconds / SHARES.length,
    })),
  thresholds: ['20%: errors <= 0', 'extra.kneePerSecond > 0'],
  extra: ({ steps }) => ({ kneePerSecond: kneeOf(steps.filter(({ target }) => target === GATEWAY)) }),
};

/** How many times the first step's median latency a later median may be and still counts as keeping up, and which share of what was due. */
const SLOWER = 5;
const KEPT_UP = 0.97;

/** The highest rate, of the steps from the first on, that was kept up with; 0 where not even the first was. */
export function kneeOf(steps: readonly StepResult[]): number {
  const calm = steps[0]?.figures.latency.p50 ?? 0;
  let knee = 0;
  for (const { figures } of steps) {
    const { throughput, offered, latency } = figures;
    if (throughput < offered * KEPT_UP || latency.p50 > Math.max(1, calm) * SLOWER) break;
    knee = offered;
  }
  return knee;
}
