import type { IncomingMessage } from 'node:http';
import { type Context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { RequestSpans, SpanAttributes, TraceSpan } from '../domain/trace.ts';
import { RecordedSpan, type Recording } from './recorded-span.ts';
import type { TraceIds } from './trace-ids.ts';

export interface RequestSpansOptions extends Pick<Recording, 'limited' | 'showsQueryText'> {
  /** The SDK's own, too. */
  readonly ids: TraceIds;
  /** The SDK's own, which are given the parts of requests too. */
  readonly processors: readonly Pick<SpanProcessor, 'onEnd'>[];
}

/** Spans of requests, for the sampler of the SDK to choose; to be made once the SDK has started. */
export function createRequestSpans({
  processors,
  ids,
  limited,
  showsQueryText,
}: RequestSpansOptions): RequestSpans {
  const tracer = trace.getTracer('relevance-gateway');
  const fields = new Set(propagation.fields());
  const lengths = new Set([...fields].map(({ length }) => length));
  const ended = (part: ReadableSpan): void => {
    for (const processor of processors) processor.onEnd(part);
  };
  /** What the caller's headers say of a trace: those named by the propagators. */
  const callerOf = (rawHeaders: readonly string[]): Context => {
    let carrier: Record<string, string> | undefined;
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      // Most names are told apart by their length.
      if (!lengths.has(rawHeaders[at]!.length)) continue;
      const name = rawHeaders[at]!.toLowerCase();
      if (fields.has(name)) (carrier ??= {})[name] = rawHeaders[at + 1]!;
    }
    return carrier === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, carrier);
  };
  /** Whether it is recorded is for the sampler to say, of the caller's trace or of a new one; a request that is not costs that. */
  const begun = (request: IncomingMessage): TraceSpan | undefined => {
    const { method = 'GET' } = request;
    const caller = callerOf(request.rawHeaders);
    if (caller === ROOT_CONTEXT && !ids.draw()) return undefined;
    const route = routeOf(request.url ?? '/');
    const name = route === undefined ? method : `${method} ${route}`;
    // Asks the sampler; the span itself is not used, and what the SDK has made of it is also what exporters read.
    const chosen = tracer.startSpan(name, { kind: SpanKind.SERVER }, caller) as Span;
    if (!chosen.isRecording()) return undefined;
    const { resource, instrumentationScope, parentSpanContext: parent } = chosen;
    const originMs = Date.now() - performance.now();
    return new RecordedSpan(
      { resource, instrumentationScope, ids, limited, showsQueryText, ended, caller, originMs },
      {
        name,
        kind: SpanKind.SERVER,
        context: chosen.spanContext(),
        parent,
        attributes: attributesOf(request, method, route),
      },
    );
  };
  const spans = new WeakMap<IncomingMessage, TraceSpan>();
  return {
    begin(request, response) {
      const span = begun(request);
      if (span === undefined) return;
      spans.set(request, span);
      response.once('close', () => {
        if (response.headersSent) span.set({ 'http.response.status_code': response.statusCode });
        if (response.statusCode >= 500) span.fail(String(response.statusCode));
        span.end();
      });
    },
    of: (request) => spans.get(request),
  };
}

/** APIs that spans are named by; a name of each path would be one of each document. */
const ROUTE = /^(\/[^/?_][^/?]*)?(\/_(?:search|msearch|count|bulk|mget))\/?(?:\?|$)/;

/** `/{index}/_search`; undefined for what has no such name. */
function routeOf(url: string): string | undefined {
  const [, index, api] = ROUTE.exec(url) ?? [];
  return api === undefined ? undefined : `${index === undefined ? '' : '/{index}'}${api}`;
}

/** By OpenTelemetry's conventions for HTTP servers. */
function attributesOf(
  { url = '/', headers, socket, httpVersion }: IncomingMessage,
  method: string,
  route: string | undefined,
): SpanAttributes {
  const at = url.indexOf('?');
  const query = at < 0 ? '' : shownQuery(url.slice(at + 1));
  const agent = headers['user-agent'];
  return {
    'http.request.method': method,
    'url.scheme': 'http',
    'url.path': at < 0 ? url : url.slice(0, at),
    'network.protocol.version': httpVersion,
    ...(query === '' ? {} : { 'url.query': query }),
    ...(agent === undefined ? {} : { 'user_agent.original': agent }),
    ...(socket.remoteAddress === undefined ? {} : { 'client.address': socket.remoteAddress }),
    ...(route === undefined ? {} : { 'http.route': route }),
  };
}

/** Parameters that say how much is asked for and how, never what for. */
const SHOWN =
  /^(?:from|size|timeout|search_type|request_cache|track_total_hits|terminate_after|scroll|refresh|batched_reduce_size|max_concurrent_searches|pre_filter_shard_size|allow_partial_search_results|typed_keys|rest_total_hits_as_int)=[\w.-]*$/;

function shownQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => SHOWN.test(pair))
    .join('&');
}
