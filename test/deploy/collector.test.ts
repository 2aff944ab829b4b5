import { readFileSync } from 'node:fs';
import { ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  RandomIdGenerator,
  SimpleSpanProcessor,
  type Span as SdkSpan,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { NOT_DEGRADED } from '../../src/domain/degraded.ts';
import { RequestSpan } from '../../src/telemetry/request-span.ts';
import { describeSearch, type SearchFacts } from '../../src/telemetry/search-span.ts';
import { collectorConfig } from './collector-schema.ts';

const given: unknown = parse(readFileSync('deploy/otel-collector.yaml', 'utf8'));
const config = collectorConfig.parse(given);
const { policies } = config.processors.tail_sampling;

const spans = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
afterAll(() => provider.shutdown());

type Span = ReturnType<typeof spans.getFinishedSpans>[number];

/** The span of a search that ended so, after so many milliseconds. */
function spanOf(facts: Partial<SearchFacts>, tookMs = 10): Span {
  spans.reset();
  const startTime = 1_700_000_000_000;
  const tracer = provider.getTracer('test');
  const span = tracer.startSpan('POST', { startTime }) as SdkSpan;
  const { resource, instrumentationScope } = span;
  const recorded = new RequestSpan(span, {
    resource,
    instrumentationScope,
    ids: new RandomIdGenerator(),
    limited: (attributes) => attributes,
    showsQueryText: false,
    ended: () => undefined,
    caller: ROOT_CONTEXT,
    originMs: 0,
  });
  describeSearch(recorded, { outcome: 'applied', reason: null, degraded: NOT_DEGRADED, ...facts });
  span.end(startTime + tookMs);
  return spans.getFinishedSpans()[0]!;
}

/** Names of the policies that keep a trace of this one span; the sample of what is left is not asked. */
function keptBy({ attributes, status, duration: [seconds, nanos] }: Span): readonly string[] {
  const tookMs = seconds * 1000 + nanos / 1e6;
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
    expect(keptBy(spanOf(facts, tookMs))).toEqual(kept);
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
