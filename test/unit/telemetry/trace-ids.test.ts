import { ROOT_CONTEXT, SamplingDecision } from '@opentelemetry/api';
import { TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from '@jest/globals';
import { createTraceIds } from '../../../src/telemetry/trace-ids.ts';

const sampled = (ratio: number, traceId: string): boolean =>
  new TraceIdRatioBasedSampler(ratio).shouldSample(ROOT_CONTEXT, traceId).decision ===
  SamplingDecision.RECORD_AND_SAMPLED;

describe('the look ahead at the sampler', () => {
  test.each([0.01, 0.1, 0.9])('at %d lets pass what the sampler takes, and that share of all', (ratio) => {
    const ids = createTraceIds({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: String(ratio),
    });
    let passed = 0;
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw += 1) {
      if (!ids.draw()) continue;
      passed += 1;
      const traceId = ids.generateTraceId();
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(sampled(ratio, traceId)).toBe(true);
    }
    // Six deviations.
    const deviation = Math.sqrt(draws * ratio * (1 - ratio));
    expect(Math.abs(passed - draws * ratio)).toBeLessThan(6 * deviation);
  });

  test.each([
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, false],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, false],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, false],
    [{}, true],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, true],
    // What the SDK makes of these is for the SDK to say.
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, true],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'some' }, true],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }, true],
  ])('%j: %s', (env, passes) => {
    expect(createTraceIds(env).draw()).toBe(passes);
  });

  test('an id is given once; others are as random as any', () => {
    const ids = createTraceIds({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.999' });
    while (!ids.draw());
    expect(ids.generateTraceId()).not.toBe(ids.generateTraceId());
  });
});
