import { GATEWAY, type SliceResult } from '../result.ts';
import { WITH_FIELDS } from './fault.ts';
import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

/** A search that meets a fault may fail where it could not be asked again; on top of that, nothing may. */
const FAULTS = [
  { kind: 'delay', share: 0.02, ms: [20, 200] },
  { kind: 'reset', share: 0.005 },
  { kind: 'unavailable', share: 0.005 },
  { kind: 'truncate', share: 0.002 },
] as const;

export const soak: Scenario = {
  name: 'soak',
  about:
    'half of what the gateway takes for long, with faults mixed in: memory, files and latency stay where they are',
  config: WITH_FIELDS,
  engine: 'faulty',
  plain: false,
  rate: { ofCapacity: 0.5 },
  seconds: 60,
  connections: 32,
  shots: searches,
  steps: (ratePerSecond, seconds) => [{ name: 'steady', ratePerSecond, seconds, faults: FAULTS }],
  thresholds: [
    'errors <= 0.03',
    'extra.memoryGrowth < 1.2',
    'extra.filesGrowth < 1.3',
    'extra.p99Growth < 2.5',
    'extra.different <= 0',
    'extra.compared > 0',
  ],
  compares: true,
  extra: ({ slices }) => {
    const ours = slices.filter(({ target }) => target === GATEWAY);
    return {
      memoryGrowth: growth(ours, ({ rssMiB }) => rssMiB),
      filesGrowth: growth(ours, ({ fds }) => fds),
      p99Growth: growth(ours, ({ p99 }) => p99),
    };
  },
};

/**
 * The median of the last quarter over that of the second one: the first, in which caches fill and code is compiled, says nothing
 * of a leak. 1 where this machine does not tell, or there are too few to say.
 */
export function growth(slices: readonly SliceResult[], of: (slice: SliceResult) => number | null): number {
  const values = slices.map(of).filter((value) => value !== null);
  const quarter = Math.floor(values.length / 4);
  if (quarter === 0) return 1;
  const before = median(values.slice(quarter, 2 * quarter));
  return before === 0 ? 1 : median(values.slice(-quarter)) / before;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
