import { diag } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { numberOf, type OtelVariables, textOf } from './otel-variables.ts';

/**
 * Where finished spans go, as `OTEL_TRACES_EXPORTER`, `OTEL_EXPORTER_OTLP_*` and `OTEL_BSP_*` say. The SDK makes the same of
 * them for its own spans, and hands them to nobody: ours have to get there too.
 */
export async function spanProcessors(env: OtelVariables): Promise<readonly SpanProcessor[]> {
  const processors: SpanProcessor[] = [];
  for (const name of new Set(exportersIn(env))) {
    if (name === 'console') processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
    else {
      const exporter = await exporterOf(name, env);
      if (exporter === undefined) diag.warn(`OTEL_TRACES_EXPORTER: there is no exporter ${name}`);
      else processors.push(new BatchSpanProcessor({ exporter, ...batches(env) }));
    }
  }
  return processors;
}

function exportersIn(env: OtelVariables): readonly string[] {
  const names = (textOf(env, 'OTEL_TRACES_EXPORTER') ?? 'otlp').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && name !== 'none');
}

async function exporterOf(name: string, env: OtelVariables): Promise<SpanExporter | undefined> {
  if (name === 'zipkin') return new (await import('@opentelemetry/exporter-zipkin')).ZipkinExporter();
  return name === 'otlp' ? otlpExporter(env) : undefined;
}

async function otlpExporter(env: OtelVariables): Promise<SpanExporter> {
  const protocol =
    textOf(env, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? textOf(env, 'OTEL_EXPORTER_OTLP_PROTOCOL');
  switch (protocol) {
    case 'grpc':
      return (await import('./otlp-exporters.ts')).grpcExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
    default:
      if (protocol !== undefined && protocol !== 'http/protobuf') {
        diag.warn(`OTEL_EXPORTER_OTLP_PROTOCOL: ${protocol} is no protocol; http/protobuf is used`);
      }
      return (await import('./otlp-exporters.ts')).httpExporter();
  }
}

function batches(env: OtelVariables) {
  const numbers = {
    maxQueueSize: numberOf(env, 'OTEL_BSP_MAX_QUEUE_SIZE'),
    scheduledDelayMillis: numberOf(env, 'OTEL_BSP_SCHEDULE_DELAY'),
    exportTimeoutMillis: numberOf(env, 'OTEL_BSP_EXPORT_TIMEOUT'),
    maxExportBatchSize: numberOf(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}
