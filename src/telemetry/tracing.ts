import type { RequestSpans } from '../domain/trace.ts';
import { type OtelVariables, textOf } from './otel-variables.ts';
import { createRequestSpans } from './request-spans.ts';
import { spanLimits } from './span-limits.ts';

export interface Tracing {
  readonly requests: RequestSpans;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  readonly serviceName: string;
  readonly env: OtelVariables;
  /** Whether spans may hold what people search for; not unless given. */
  readonly queryText?: boolean;
}

/**
 * Whether the `OTEL_*` variables ask for traces. The SDK left to itself would post them to localhost; here
 * nothing is sent unless an exporter or an address is named.
 */
export function wantsTraces(env: TracingOptions['env']): boolean {
  if (textOf(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return false;
  const exporter = textOf(env, 'OTEL_TRACES_EXPORTER');
  if (exporter !== undefined) return exporter !== 'none';
  return ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].some(
    (name) => textOf(env, name) !== undefined,
  );
}

/**
 * Starts the tracing SDK; undefined when the environment asks for none, and then the SDK is not even loaded. Sampling,
 * exporter and resource follow the `OTEL_*` variables. Nothing is patched and no context follows what is awaited: spans are
 * handed on by hand, because until Node 24 a context makes every promise of the process dearer.
 */
export async function startTracing({
  serviceName,
  env,
  queryText = false,
}: TracingOptions): Promise<Tracing | undefined> {
  if (!wantsTraces(env)) return undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { spanProcessors } = await import('./span-processors.ts');
  const { createTraceIds } = await import('./trace-ids.ts');
  const ids = createTraceIds(env);
  const processors = await spanProcessors(env);
  const named = textOf(env, 'OTEL_SERVICE_NAME') !== undefined;
  const sdk = new NodeSDK({
    ...(named ? {} : { serviceName }),
    // Leaves it out altogether.
    contextManager: null as never,
    spanProcessors: [...processors],
    idGenerator: ids,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  const requests = createRequestSpans({
    processors,
    ids,
    limited: spanLimits(env),
    showsQueryText: queryText,
  });
  return { requests, stop: () => sdk.shutdown() };
}
