import { propagation, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { core, tracing } from '@opentelemetry/sdk-node';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EarlySampling } from '../../../src/telemetry/early-sampling.ts';
import { samplerOf } from '../../../src/telemetry/sampler.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const sent = (flags: string) => ['Host', 'x', 'TraceParent', `00-${TRACE}-b7ad6b7169203331-${flags}`];

beforeAll(() => {
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
});
afterAll(() => propagation.disable());

function early(name: string, ratio = '0.5'): EarlySampling {
  return new EarlySampling(samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ratio })!);
}

describe('whether a request is traced is told before its span is made', () => {
  test.each([
    ['', '00', true],
    ['', '01', false],
    ['parentbased_always_on', '00', true],
    ['parentbased_always_off', '01', false],
    ['parentbased_traceidratio', '00', true],
    ['parentbased_traceidratio', '01', false],
    ['always_on', '00', false],
    ['always_off', '01', true],
  ])('sampler %j, caller’s flags %s: dropped is %s', (name, flags, dropped) => {
    expect(early(name, '0').isDropped(sent(flags))).toBe(dropped);
  });

  test.each(['traceidratio', 'parentbased_traceidratio'])(
    'a trace that begins here is the one that was decided on (%s)',
    (name) => {
      const sampling = early(name);
      const sampler = samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: '0.5' })!;
      let kept = 0;
      for (let request = 0; request < 200; request += 1) {
        if (sampling.isDropped(['Host', 'x'])) continue;
        kept += 1;
        const traceId = sampling.generateTraceId();
        const { decision } = sampler.shouldSample(ROOT_CONTEXT, traceId, '', SpanKind.SERVER, {}, []);
        expect(decision).toBe(tracing.SamplingDecision.RECORD_AND_SAMPLED);
        expect(sampling.generateTraceId()).not.toBe(traceId);
      }
      expect(kept).toBeGreaterThan(50);
      expect(kept).toBeLessThan(150);
    },
  );

  test('a share that is none is all, and a name that is none of the standard’s is the SDK’s to report', () => {
    for (const ratio of ['', 'x', '-1', '1.5'])
      expect(early('traceidratio', ratio).isDropped([])).toBe(false);
    expect(samplerOf({ OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toBeUndefined();
  });
});
