import type { Scenario } from './scenario.ts';
import { searches } from './shots.ts';

export const searchMix: Scenario = {
  name: 'search-mix',
  about: 'searches as often as people ask them, improved and plain in turn',
  config: '',
  engine: 'embedded',
  plain: true,
  rate: 20,
  seconds: 30,
  connections: 32,
  shots: searches,
  steps: (ratePerSecond, seconds) => [{ name: 'steady', ratePerSecond, seconds }],
  thresholds: [
    'errors <= 0.001',
    'refused <= 0',
    // Fast, since it was passed on as it came, is no measure of the pipeline.
    'applied >= 0.8',
    'degraded <= 0.01',
    'p95 < 100',
    'p99 < 250',
    'stage.segment.p95 < 20',
    'stage.correct.p95 < 40',
  ],
};
