import { createRequire } from 'node:module';
import { ServerResponse } from 'node:http';
import { RecordedContexts } from './recorded-contexts.ts';
import { isUnrecorded } from './unrecorded.ts';

export interface Tracing {
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  readonly serviceName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Parameters of a search that hold the user's text, beside what the instrumentation masks itself. */
const MASKED_PARAMETERS = ['q', 'source', 'sig', 'Signature', 'AWSAccessKeyId', 'X-Goog-Signature'];

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
 * Starts the tracing SDK with its HTTP instrumentations; undefined when the environment asks for none, and
 * then the SDK is not even loaded. Sampling, exporter and resource follow the `OTEL_*` variables.
 */
export async function startTracing({ serviceName, env }: TracingOptions): Promise<Tracing | undefined> {
  if (!wantsTraces(env)) return undefined;
  const [{ NodeSDK }, { samplerOf }, { EarlySampling }, { HttpInstrumentation }, { UndiciInstrumentation }] =
    await Promise.all([
      import('@opentelemetry/sdk-node'),
      import('./sampler.ts'),
      import('./early-sampling.ts'),
      import('@opentelemetry/instrumentation-http'),
      import('@opentelemetry/instrumentation-undici'),
    ]);
  const sampler = samplerOf(env);
  const early = sampler === undefined ? undefined : new EarlySampling(sampler);
  const contexts = new RecordedContexts();
  const named = (env['OTEL_SERVICE_NAME']?.trim() ?? '') !== '';
  const sdk = new NodeSDK({
    ...(named ? {} : { serviceName }),
    ...(sampler === undefined || early === undefined ? {} : { sampler, idGenerator: early }),
    contextManager: contexts,
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        disableOutgoingRequestInstrumentation: true,
        redactedQueryParamsServer: MASKED_PARAMETERS,
        ignoreIncomingRequestHook: ({ url, rawHeaders }) =>
          isProbe(url ?? '') || early?.isDropped(rawHeaders) === true,
        responseHook(_span, response) {
          if (response instanceof ServerResponse) response.once('close', contexts.hold());
        },
      }),
      new UndiciInstrumentation({
        // The engine gets the caller's own trace headers then, as if there were no gateway.
        ignoreRequestHook: isUnrecorded,
        // The span's address would carry the caller's query string, and with it what they searched for.
        requestHook: (span, request) => {
          const path = request.path.split('?', 1)[0]!;
          span.setAttributes({ 'url.full': `${request.origin}${path}`, 'url.query': '' });
          dropTraceHeaders(request.headers);
        },
      }),
    ],
  });
  sdk.start();
  // The server is patched when its module is required next; ES modules never do.
  createRequire(import.meta.url)('http');
  return { stop: () => sdk.shutdown() };
}

function isProbe(url: string): boolean {
  return url === '/healthz' || url === '/readyz' || url === '/metrics';
}

/** The span's own are added next; Elasticsearch refuses a request that has the caller's beside them. */
function dropTraceHeaders(headers: unknown): void {
  if (!Array.isArray(headers)) return;
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (/^trace(parent|state)$/i.test(String(headers[at]))) headers.splice(at, 2);
  }
}
