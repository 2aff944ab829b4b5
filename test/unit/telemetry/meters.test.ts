import { afterEach, describe, expect, test } from '@jest/globals';
import { NOT_DEGRADED } from '../../../src/domain/degraded.ts';
import { asOpenMetrics, joinExpositions } from '../../../src/telemetry/exposition.ts';
import { createMeters, type Meters } from '../../../src/telemetry/meters.ts';
import { METRICS } from '../../../src/telemetry/metric-names.ts';

const open: Meters[] = [];
function meters(worker = '1'): Meters {
  const made = createMeters({ worker, residentBytes: () => 1024 });
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** Value of the series with these labels; undefined where there is none. */
function sample(text: string, name: string, labels: Record<string, string>): number | undefined {
  const line = text.split('\n').find((candidate) => {
    const [series] = candidate.split(/ (?=[^ ]+$)/);
    const [found, list = ''] = series!.split('{');
    const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
    const given = list.replace(/}$/, '').split(',').filter(Boolean);
    return found === name && given.length === wanted.length && wanted.every((pair) => given.includes(pair));
  });
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

describe('metrics', () => {
  test('count searches by outcome and reason and time them in seconds', async () => {
    const made = meters();
    made.search({
      outcome: 'applied',
      reason: null,
      degraded: new Map([['rerank', 'no_time']]),
      durationMs: 30,
    });
    made.search({ outcome: 'applied', reason: null, degraded: NOT_DEGRADED, durationMs: 2 });
    made.search({ outcome: 'bypass', reason: 'sort', degraded: NOT_DEGRADED, durationMs: 1 });
    const text = await made.exposition();
    expect(sample(text, 'relevance_searches_total', { outcome: 'applied', worker: '1' })).toBe(2);
    expect(sample(text, 'relevance_searches_total', { outcome: 'bypass', reason: 'sort', worker: '1' })).toBe(
      1,
    );
    expect(
      sample(text, 'relevance_degraded_total', { stage: 'rerank', reason: 'no_time', worker: '1' }),
    ).toBe(1);
    expect(sample(text, 'relevance_search_seconds_sum', { outcome: 'applied', worker: '1' })).toBeCloseTo(
      0.032,
    );
    const upTo = (le: string) =>
      sample(text, 'relevance_search_seconds_bucket', { outcome: 'applied', le, worker: '1' });
    expect([upTo('0.001'), upTo('0.0025'), upTo('0.05'), upTo('+Inf')]).toEqual([0, 1, 2, 2]);
  });

  test('what should stay at nought is there from the start', async () => {
    const text = await meters().exposition();
    for (const name of ['upstreamRetries', 'upstreamEjections', 'inFlight'] as const) {
      expect(sample(text, METRICS[name].name, { worker: '1' })).toBe(0);
    }
    expect(sample(text, 'relevance_uncaught_errors_total', { kind: 'rejection', worker: '1' })).toBe(0);
    expect(sample(text, 'relevance_resident_memory_bytes', { worker: '1' })).toBe(1024);
  });

  test('what alerts wait for is there at nought, or its first count would be no increase', async () => {
    const made = meters();
    made.admission(() => ({ level: 0, inFlight: 0, waiting: 0, most: 1 }), ['rate', 'queue_full']);
    const text = await made.exposition();
    for (const name of ['relevance_reloads_total', 'relevance_rule_reloads_total'])
      expect(sample(text, name, { outcome: 'refused', worker: '1' })).toBe(0);
    for (const reason of ['rate', 'queue_full'])
      expect(sample(text, 'relevance_refused_total', { reason, worker: '1' })).toBe(0);
  });

  test('an event loop that has nothing to do is not late', async () => {
    const made = meters();
    const late = async (percentile: string, afterMs: number): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      const text = await made.exposition();
      return sample(text, 'relevance_event_loop_delay_seconds', { percentile, worker: '1' }) ?? Infinity;
    };
    // How often it is asked, every 20 ms, is no delay. A busy machine has a quiet moment among many.
    let least = Infinity;
    for (let at = 0; at < 30 && least > 0.01; at += 1) least = Math.min(least, await late('50', 100));
    expect(least).toBeLessThan(0.01);
    // After a reading it begins anew.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const untilMs = performance.now() + 300;
    while (performance.now() < untilMs);
    expect(await late('100', 100)).toBeGreaterThan(0.1);
  });

  test('of models: what was read, what was only filling, what was remembered and what was given up', async () => {
    const made = meters();
    const { inference } = made;
    expect(await made.exposition()).not.toContain('relevance_inference_queue_tokens{');
    inference.queue(64);
    inference.batch({ model: 'ce-xs', rows: 2, tokens: 40, padded: 64, waitMs: 2, ms: 1 });
    inference.cache({ cache: 'scores', hits: 3, misses: 0 });
    inference.request({ kind: 'score', outcome: 'scored', shrunk: 'model' });
    const text = await made.exposition();
    const of = (name: string, labels: Record<string, string>) =>
      sample(text, `relevance_inference_${name}`, { ...labels, worker: '1' });
    expect(of('queue_tokens', {})).toBe(64);
    expect(of('tokens_total', { model: 'ce-xs', kind: 'text' })).toBe(40);
    expect(of('tokens_total', { model: 'ce-xs', kind: 'filling' })).toBe(24);
    expect(of('lookups_total', { cache: 'scores', outcome: 'hit' })).toBe(3);
    expect(of('lookups_total', { cache: 'scores', outcome: 'miss' })).toBeUndefined();
    expect(of('requests_total', { kind: 'score', outcome: 'scored', shrunk: 'model' })).toBe(1);
  });

  test('every metric of the table can be seen, under its own name and description', async () => {
    const made = meters();
    made.search({ outcome: 'applied', reason: null, degraded: new Map([['x', 'failed']]), durationMs: 1 });
    made.stage({ stage: 'segment', outcome: 'ok', durationMs: 1 });
    made.upstream({ kind: 'pass', outcome: 'ok', durationMs: 1 });
    made.events('accepted', 1);
    made.rules(() => ({ version: 'abc', ids: [] }));
    made.stages.correction('both');
    made.stages.zeroResults('after_relaxation');
    made.suggestion({ outcome: 'suggestions', durationMs: 1 });
    made.reload('ok');
    made.ruleReload('ok');
    const { inference } = made;
    inference.queue(64);
    inference.batch({ model: 'ce-xs', rows: 2, tokens: 40, padded: 64, waitMs: 2, ms: 1 });
    inference.tokenised({ model: 'ce-xs', texts: 2, ms: 1 });
    inference.cache({ cache: 'scores', hits: 1, misses: 2 });
    inference.request({ kind: 'score', outcome: 'scored', shrunk: 'depth' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    made.dependencies(() => [{ name: 'rules', state: 'up', detail: '' }]);
    made.refused('queue_full');
    made.resultCache('hit');
    made.admission(() => ({ level: 1, inFlight: 2, waiting: 3, most: 4 }), []);
    made.version(() => 'abc');
    const text = await made.exposition();
    for (const { name, description } of Object.values(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${description}\n`);
    }
  });

  test('in flight goes up and down', async () => {
    const made = meters();
    made.inFlight(1);
    made.inFlight(1);
    made.inFlight(-1);
    expect(sample(await made.exposition(), 'relevance_requests_in_flight', { worker: '1' })).toBe(1);
  });

  test('of a flood of reasons only so many become series', async () => {
    const made = meters();
    for (let n = 0; n < 2000; n++)
      made.search({ outcome: 'bypass', reason: `r${n}`, degraded: NOT_DEGRADED, durationMs: 1 });
    const lines = (await made.exposition())
      .split('\n')
      .filter((line) => line.startsWith('relevance_searches_total'));
    expect(lines.length).toBeLessThanOrEqual(501);
  });
});

test('the metrics of several processes join family by family', async () => {
  const [one, two] = [meters('1'), meters('2')];
  one.retry();
  two.retry();
  two.reload('refused');
  const text = joinExpositions([await one.exposition(), await two.exposition()]);
  expect(sample(text, 'relevance_upstream_retries_total', { worker: '1' })).toBe(1);
  expect(sample(text, 'relevance_upstream_retries_total', { worker: '2' })).toBe(1);
  expect(sample(text, 'relevance_reloads_total', { outcome: 'refused', worker: '2' })).toBe(1);
  const types = text.split('\n').filter((line) => line.startsWith('# TYPE'));
  expect(new Set(types).size).toBe(types.length);
  // Between a family's header and the next one stand its own samples only.
  let family = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# TYPE')) family = line.split(' ')[2]!;
    else if (line !== '' && !line.startsWith('#')) expect(line.startsWith(family)).toBe(true);
  }
});

test('OpenMetrics names families of counters without their ending, has exemplars and says where it ends', async () => {
  const made = meters();
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c' };
  made.search({ outcome: 'applied', reason: null, degraded: NOT_DEGRADED, durationMs: 30, span });
  made.stage({ stage: 'segment', outcome: 'ok', durationMs: 2, span });
  made.upstream({ kind: 'search', outcome: '2xx', durationMs: 2, span });
  made.suggestion({ outcome: 'suggestions', durationMs: 2, span });
  expect(await made.exposition()).not.toContain(span.traceId);
  const text = asOpenMetrics(await made.exposition('openmetrics'));
  const lines = text.split('\n');
  expect(lines).toContain('# TYPE relevance_searches counter');
  expect(lines).toContain('relevance_searches_total{outcome="applied",worker="1"} 1');
  expect(lines.indexOf('')).toBe(lines.length - 1);
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  for (const series of [
    'relevance_search_seconds_bucket{outcome="applied",worker="1",le="0.05"} 1',
    'relevance_stage_seconds_bucket{stage="segment",outcome="ok",worker="1",le="0.0025"} 1',
    'relevance_upstream_seconds_bucket{kind="search",outcome="2xx",worker="1",le="0.0025"} 1',
    'relevance_suggest_seconds_bucket{outcome="suggestions",worker="1",le="0.0025"} 1',
  ]) {
    expect(lines.filter((line) => line.startsWith(`${series} # {trace_id="${span.traceId}"} `))).toHaveLength(
      1,
    );
  }
  // The next bucket counts it as well, and has no exemplar of it.
  expect(lines).toContain('relevance_search_seconds_bucket{outcome="applied",worker="1",le="0.1"} 1');
});
