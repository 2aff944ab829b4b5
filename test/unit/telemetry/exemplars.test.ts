import { describe, expect, test } from '@jest/globals';
import { createExemplars } from '../../../src/telemetry/exemplars.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER = 'ffffffffffffffffffffffffffffffff';
const search = { name: 'relevance_search_seconds', labels: { outcome: 'applied' } };

const bucket = (le: string, outcome = 'applied') =>
  `relevance_search_seconds_bucket{outcome="${outcome}",worker="1",le="${le}"} 3`;

describe('exemplars', () => {
  test('stand behind the bucket that they were counted in, the last one of each', () => {
    const exemplars = createExemplars({ most: 10, now: () => 1_700_000_000_250 });
    exemplars.keep(search, 0.03, { traceId: OTHER });
    exemplars.keep(search, 0.05, { traceId: TRACE });
    exemplars.keep(search, 99, { traceId: OTHER });
    const text = [bucket('0.025'), bucket('0.05'), bucket('0.05', 'error'), bucket('+Inf'), ''].join('\n');
    expect(exemplars.behind(text).split('\n')).toEqual([
      bucket('0.025'),
      `${bucket('0.05')} # {trace_id="${TRACE}"} 0.05 1700000000.250`,
      bucket('0.05', 'error'),
      `${bucket('+Inf')} # {trace_id="${OTHER}"} 99 1700000000.250`,
      '',
    ]);
  });

  test('nothing else is touched, and what is not recorded leaves none', () => {
    const exemplars = createExemplars({ most: 10, now: () => 0 });
    exemplars.keep(search, 0.05, undefined);
    expect(exemplars.behind(bucket('0.05'))).toBe(bucket('0.05'));
    exemplars.keep(search, 0.05, { traceId: TRACE });
    const others = [
      '# TYPE relevance_search_seconds histogram',
      'relevance_search_seconds_sum{worker="1"} 1',
    ];
    expect(exemplars.behind(others.join('\n'))).toBe(others.join('\n'));
  });

  test('are of so many series at most', () => {
    const exemplars = createExemplars({ most: 1, now: () => 0 });
    exemplars.keep(search, 0.05, { traceId: TRACE });
    exemplars.keep({ ...search, labels: { outcome: 'error' } }, 0.05, { traceId: TRACE });
    expect(exemplars.behind(bucket('0.05'))).toContain(TRACE);
    expect(exemplars.behind(bucket('0.05', 'error'))).not.toContain(TRACE);
  });
});
