import { diag, DiagLogLevel } from '@opentelemetry/api';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { spanProcessors } from '../../../src/telemetry/span-processors.ts';

type Variables = Readonly<Record<string, string>>;

/** What is made of the variables, as it calls itself. */
async function madeOf(env: Variables): Promise<readonly string[]> {
  const processors = await spanProcessors(env);
  await Promise.all(processors.map((processor) => processor.shutdown()));
  return processors.map((processor) => {
    const parts: unknown[] = Object.values(processor);
    const names = parts.map((part) => (part as object | undefined)?.constructor?.name ?? '');
    return `${processor.constructor.name}: ${names.find((name) => name.endsWith('Exporter'))}`;
  });
}

afterEach(() => diag.disable());

describe('where spans go', () => {
  test.each<[Variables, readonly string[]]>([
    [{}, ['BatchSpanProcessor: OtlpExporter']],
    [
      { OTEL_TRACES_EXPORTER: 'otlp, console' },
      ['BatchSpanProcessor: OtlpExporter', 'SimpleSpanProcessor: ConsoleSpanExporter'],
    ],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, ['BatchSpanProcessor: ZipkinExporter']],
    [{ OTEL_TRACES_EXPORTER: 'none' }, []],
  ])('%j', async (env, expected) => {
    expect(await madeOf(env)).toEqual(expected);
  });

  test('an exporter and a protocol that there are not are warned of', async () => {
    const warn = jest.fn();
    const silent = () => undefined;
    diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
    warn.mockClear();
    expect(await madeOf({ OTEL_TRACES_EXPORTER: 'jaeger' })).toEqual([]);
    const otlp = ['BatchSpanProcessor: OtlpExporter'];
    expect(await madeOf({ OTEL_EXPORTER_OTLP_PROTOCOL: 'udp' })).toEqual(otlp);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      'OTEL_TRACES_EXPORTER: there is no exporter jaeger',
      'OTEL_EXPORTER_OTLP_PROTOCOL: udp is no protocol; http/protobuf is used',
    ]);
  });
});
