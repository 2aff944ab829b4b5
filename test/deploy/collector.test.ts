import { readFileSync } from 'node:fs';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { RandomIdGenerator, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { NOT_DEGRADED } from '../../src/domain/degraded.ts';
import { RecordedSpan } from '../../src/telemetry/recorded-span.ts';
import { describeSearch, type SearchFacts } from '../../src/telemetry/search-span.ts';
import { collectorConfig } from './collector-schema.ts';

const given: unknown = parse(readFileSync('deploy/otel-collector.yaml', 'utf8'));
const config = collectorConfig.parse(given);
const { policies } = config.processors.tail_sampling;

/** The span of a search that ended so. */
function spanOf(facts: Partial<SearchFacts>): ReadableSpan {
  const span = new RecordedSpan(
    {
      resource: resourceFromAttributes({}),
      instrumentationScope: { name: 'test' },
      ids: new RandomIdGenerator(),
      limited: (attributes) => attributes,
      showsQueryText: false,
      ended: () => undefined,
      caller: ROOT_CONTEXT,
      originMs: 0,
    },
    {
      name: 'POST',
      kind: SpanKind.SERVER,
      context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 },
      parent: undefined,
      attributes: {},
    },
  );
  describeSearch(span, { outcome: 'applied', reason: null, degraded: NOT_DEGRADED, ...facts });
  span.end();
  return span;
}

/** Names of the policies that keep a trace of this one span, if it took so long; the sample of what is left is not asked. */
function keptBy({ attributes, status }: ReadableSpan, tookMs: number): readonly string[] {
  const keeps = (policy: (typeof policies)[number]): boolean => {
    switch (policy.type) {
      case 'latency':
        return tookMs >= policy.latency.threshold_ms;
      case 'status_code':
        return status.code === SpanStatusCode.ERROR && policy.status_code.status_codes.includes('ERROR');
      case 'string_attribute': {
        const { key, values } = policy.string_attribute;
        return values.includes(String(attributes[key]));
      }
      case 'ottl_condition':
        return policy.ottl_condition.span.some((condition) => {
          const [, key] = /^attributes\["([^"]+)"\] != nil$/.exec(condition) ?? [];
          if (key === undefined) throw new Error(`this test does not understand ${condition}`);
          return attributes[key] !== undefined;
        });
      case 'probabilistic':
        return false;
    }
  };
  return policies.filter(keeps).map(({ name }) => name);
}

describe('the collector', () => {
  test('takes no setting that it does not have', () => {
    const broken = structuredClone(given) as { processors: { tail_sampling: Record<string, unknown> } };
    broken.processors.tail_sampling['decision_wat'] = '10s';
    expect(collectorConfig.safeParse(broken).success).toBe(false);
  });

  test.each([
    ['slow', {}, 400, ['slow']],
    ['degraded', { degraded: new Map([['rerank', 'no_time']] as const) }, 10, ['degraded']],
    ['failed', { outcome: 'error', reason: 'upstream_timeout' }, 10, ['failed', 'error-outcome']],
    ['quick and whole', { reason: null }, 10, []],
    ['passed on', { outcome: 'bypass', reason: 'sort' }, 10, []],
  ])('keeps what a search that is %s asks for', (_, facts, tookMs, kept) => {
    expect(keptBy(spanOf(facts), tookMs)).toEqual(kept);
  });

  test('keeps a sample of what is left', () => {
    expect(policies.filter(({ type }) => type === 'probabilistic')).toHaveLength(1);
  });

  test('limits memory first, batches last, and uses every part that is set up', () => {
    const { service, receivers, processors, exporters, extensions } = config;
    const { traces } = service.pipelines;
    expect([traces.processors[0], traces.processors.at(-1)]).toEqual(['memory_limiter', 'batch']);
    expect(new Set(traces.processors)).toEqual(new Set(Object.keys(processors)));
    expect(traces.receivers).toEqual(Object.keys(receivers));
    expect(traces.exporters).toEqual(Object.keys(exporters));
    expect(service.extensions).toEqual(Object.keys(extensions));
  });
});
