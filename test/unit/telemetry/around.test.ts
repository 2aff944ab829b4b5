import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../src/errors.ts';
import type { QueryStage, StageContext } from '../../../src/pipeline/stage.ts';
import { stageTelemetry } from '../../../src/telemetry/around.ts';
import { wantsTraces } from '../../../src/telemetry/tracing.ts';

const stage: QueryStage = { name: 'segment', kind: 'query', onError: 'skip', run: (query) => query };
const ctx = {} as StageContext;

describe('stageTelemetry', () => {
  test('hands the result and the error on, and times both', async () => {
    const seen: { stage: string; outcome: string; durationMs: number }[] = [];
    const around = stageTelemetry({ stage: (event) => void seen.push(event) });
    expect(await around(stage, ctx, () => Promise.resolve(7))).toBe(7);
    const broken = new Error('broken');
    await expect(around(stage, ctx, () => Promise.reject(broken))).rejects.toBe(broken);
    await expect(
      around(stage, ctx, () => Promise.reject(new GatewayError('stage_timeout', 'late'))),
    ).rejects.toThrow('late');
    expect(seen.map(({ outcome }) => outcome)).toEqual(['ok', 'failed', 'timeout']);
    expect(seen.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });
});

describe('traces are sent only when somebody says where to', () => {
  test.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ OTEL_SERVICE_NAME: 'x' }, false],
    [{ OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces' }, true],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://c:4318' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
  ])('%j: %s', (env, wanted) => {
    expect(wantsTraces(env)).toBe(wanted);
  });
});
