import type { Scenario } from './scenario.ts';
import { passedThrough } from './shots.ts';

export const passThrough: Scenario = {
  name: 'pass-through',
  about: 'requests that the gateway hands on as they are',
  config: '',
  engine: 'embedded',
  plain: false,
  rate: 200,
  seconds: 30,
  connections: 32,
  shots: passedThrough,
  steps: (ratePerSecond, seconds) => [{ name: 'steady', ratePerSecond, seconds }],
  thresholds: ['errors <= 0', 'refused <= 0', 'p95 < 50', 'p99 < 150'],
};
