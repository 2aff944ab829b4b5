import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createMeters } from '../../../src/telemetry/meters.ts';
import { METRICS, type MetricName } from '../../../src/telemetry/metric-names.ts';
import { metricsPage } from '../../../src/telemetry/metrics-page.ts';

const TABLE: readonly MetricName[] = Object.values(METRICS);

test('the page is what the table says', () => {
  expect(readFileSync('docs/metrics.md', 'utf8')).toBe(metricsPage());
});

test('every metric that is exposed is in the table, with its kind and labels, and the other way round', async () => {
  const meters = createMeters({ worker: '1', residentBytes: () => 1 });
  try {
    const outcome = 'ok';
    const durationMs = 1;
    meters.search({ outcome: 'bypass', reason: 'sort', degraded: new Map([['knn', 'timeout']]), durationMs });
    meters.suggestion({ outcome, durationMs });
    meters.events('accepted', 1);
    meters.stage({ stage: 'rules', outcome, durationMs });
    meters.upstream({ kind: 'search', outcome, durationMs });
    meters.reload(outcome);
    meters.ruleReload(outcome);
    meters.rules(() => ({ version: 'v1', ids: [] }));
    meters.ruleFired('x');
    meters.stages.correction('kept');
    meters.stages.zeroResults('before_relaxation');
    meters.dependencies(() => [{ name: 'models', state: 'up', detail: '' }]);
    meters.refused('rate');
    meters.resultCache('hit');
    meters.admission(() => ({ level: 1, inFlight: 2, waiting: 3, most: 4 }), []);
    meters.version(() => 'v1');
    meters.inference.queue(1);
    meters.inference.batch({ model: 'm', rows: 1, tokens: 1, padded: 2, waitMs: 1, ms: 1 });
    meters.inference.tokenised({ model: 'm', texts: 1, ms: 1 });
    meters.inference.cache({ cache: 'scores', hits: 1, misses: 1 });
    meters.inference.request({ kind: 'score', outcome: 'scored', shrunk: 'none' });
    await new Promise((done) => setTimeout(done, 100));
    const text = await meters.exposition();
    const kinds = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, kind]) => `${name} ${kind}`);
    const own = kinds.filter((line) => !line.startsWith('target_info'));
    expect(own.sort()).toEqual(TABLE.map(({ name, kind }) => `${name} ${kind}`).sort());
    for (const { name, labels } of TABLE) {
      const series = text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name}_bucket{`));
      const found = new Set(
        series.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label!)),
      );
      found.delete('le');
      found.delete('worker');
      expect({ name, labels: [...found].sort() }).toEqual({ name, labels: [...labels].sort() });
    }
  } finally {
    await meters.close();
  }
});
