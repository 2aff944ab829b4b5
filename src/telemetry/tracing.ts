import type { RequestSpans } from '../domain/trace.ts';
import { createRequestSpans } from './request-spans.ts';

export interface Tracing {
  readonly requests: RequestSpans;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  readonly serviceName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether the `OTEL_*` variables ask for traces. The SDK left to itself would post them to localhost; here
 * nothing is sent unless an exporter or an address is named.
 */
export function wantsTraces(env: TracingOptions['env']): boolean {
  if (env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  const exporter = env['OTEL_TRACES_EXPORTER']?.trim() ?? '';
  if (exporter !== '') return exporter !== 'none';
  return ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].some(
    (name) => (env[name]?.trim() ?? '') !== '',
  );
}

/**
 * Starts the tracing SDK; undefined when the environment asks for none, and then the SDK is not even loaded. Sampling,
 * exporter and resource follow the `OTEL_*` variables. Nothing is patched and no context follows what is awaited: spans are
 * handed on by hand, because until Node 24 a context makes every promise of the process dearer.
 */
export async function startTracing({ serviceName, env }: TracingOptions): Promise<Tracing | undefined> {
  if (!wantsTraces(env)) return undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const named = (env['OTEL_SERVICE_NAME']?.trim() ?? '') !== '';
  const sdk = new NodeSDK({
    ...(named ? {} : { serviceName }),
    // Leaves it out altogether.
    contextManager: null as never,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return { requests: createRequestSpans(), stop: () => sdk.shutdown() };
}
