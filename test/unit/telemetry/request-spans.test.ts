import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { core } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestSpans } from '../../../src/domain/trace.ts';
import { createRequestSpans } from '../../../src/telemetry/request-spans.ts';
import { spanLimits } from '../../../src/telemetry/span-limits.ts';
import { createTraceIds } from '../../../src/telemetry/trace-ids.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const NOT_SAMPLED = `00-${TRACE_ID}-b7ad6b7169203331-00`;

const exporter = new InMemorySpanExporter();
const processors = [new SimpleSpanProcessor({ exporter })];
const ids = createTraceIds({});
const provider = new TracerProvider({ spanProcessors: processors, idGenerator: ids });
let spans: RequestSpans;
beforeAll(() => {
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  spans = createRequestSpans({
    processors,
    ids,
    limited: spanLimits({ OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '20' }),
    showsQueryText: false,
  });
});
beforeEach(() => exporter.reset());
afterAll(async () => {
  trace.disable();
  propagation.disable();
  await provider.shutdown();
});

const ms = ([seconds, nanos]: readonly [number, number]): number => seconds * 1000 + nanos / 1e6;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse & { statusCode: number };
}

function exchange(url: string, rawHeaders: readonly string[] = []): Exchange {
  const headers = { 'user-agent': 'test/1' };
  const socket = { remoteAddress: '127.0.0.1' };
  const request = { method: 'POST', url, rawHeaders, headers, socket, httpVersion: '1.1' };
  const response = Object.assign(new EventEmitter(), { statusCode: 200, headersSent: true });
  return {
    request: request as unknown as IncomingMessage,
    response: response as unknown as Exchange['response'],
  };
}

describe('the span of a request', () => {
  test('begins with it and ends with its answer, described by the conventions for HTTP servers', () => {
    const { request, response } = exchange('/products/_search?size=5&q=red+shoes&timeout=2s');
    spans.begin(request, response);
    expect(exporter.getFinishedSpans()).toEqual([]);
    response.emit('close');
    expect(exporter.getFinishedSpans()).toMatchObject([
      {
        name: 'POST /{index}/_search',
        kind: SpanKind.SERVER,
        status: { code: SpanStatusCode.UNSET },
        // What is searched for is left out.
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/{index}/_search',
          'url.path': '/products/_search',
          'url.query': 'size=5&timeout=2s',
          'user_agent.original': 'test/1',
          'client.address': '127.0.0.1',
          'http.response.status_code': 200,
        },
      },
    ]);
  });

  test.each([
    ['/_msearch?typed_keys=true', 'POST /_msearch'],
    ['/a,b/_count/', 'POST /{index}/_count'],
    ['/_bulk', 'POST /_bulk'],
    // Ids of documents and what callers make up are no names.
    ['/products/_doc/1', 'POST'],
    ['/products/_search/scroll', 'POST'],
    ['/_made_up', 'POST'],
    ['/', 'POST'],
  ])('is named by method and API: %s', (url, name) => {
    const { request, response } = exchange(url);
    spans.begin(request, response);
    response.emit('close');
    expect(exporter.getFinishedSpans().map((span) => span.name)).toEqual([name]);
  });

  test('fails with an answer of the 500s, and says of no answer that there was none', () => {
    const failed = exchange('/');
    spans.begin(failed.request, failed.response);
    failed.response.statusCode = 503;
    failed.response.emit('close');
    const gone = exchange('/');
    Object.assign(gone.response, { headersSent: false });
    spans.begin(gone.request, gone.response);
    gone.response.emit('close');
    const [first, second] = exporter.getFinishedSpans();
    expect(first).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': '503' },
    });
    expect(second?.attributes['http.response.status_code']).toBeUndefined();
  });

  test("joins the caller's trace, and is not recorded where the caller's is not", () => {
    const joined = exchange('/', ['TraceParent', PARENT]);
    spans.begin(joined.request, joined.response);
    expect(spans.of(joined.request)?.traceId).toBe(TRACE_ID);
    const left = exchange('/', ['traceparent', NOT_SAMPLED]);
    spans.begin(left.request, left.response);
    expect(spans.of(left.request)).toBeUndefined();
  });
});

test('where new traces are not chosen, those of callers are', () => {
  const off = createRequestSpans({
    processors,
    ids: createTraceIds({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }),
    limited: (attributes) => attributes,
    showsQueryText: false,
  });
  const [ours, theirs] = [exchange('/'), exchange('/', ['Host', 'gateway', 'traceparent', PARENT])];
  for (const { request, response } of [ours!, theirs!]) off.begin(request, response);
  expect(off.of(ours!.request)).toBeUndefined();
  expect(off.of(theirs!.request)?.traceId).toBe(TRACE_ID);
});

describe('a part of it', () => {
  test('lies in it, with kind and attributes, and a failure is told by its code', () => {
    const { request, response } = exchange('/', ['traceparent', PARENT]);
    spans.begin(request, response);
    const whole = spans.of(request)!;
    const part = whole.begin('search products', { kind: 'client', attributes: { 'db.system.name': 'x' } });
    part.fail('upstream_timeout');
    part.end();
    expect(exporter.getFinishedSpans()).toMatchObject([
      {
        name: 'search products',
        kind: SpanKind.CLIENT,
        parentSpanContext: { spanId: whole.spanId, traceId: TRACE_ID },
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'db.system.name': 'x', 'error.type': 'upstream_timeout' },
      },
    ]);
  });

  test('has a time within its whole, and is over once', () => {
    const { request, response } = exchange('/', ['traceparent', PARENT]);
    spans.begin(request, response);
    const outer = spans.of(request)!.begin('stage lexical', { attributes: { 'relevance.stage': 'lexical' } });
    const inner = outer.begin('search');
    inner.end();
    inner.set({ late: true });
    inner.fail('late');
    inner.end();
    outer.end();
    response.emit('close');
    const [first, second, whole, ...others] = exporter.getFinishedSpans();
    expect(others).toEqual([]);
    expect([first, second]).toMatchObject([
      { name: 'search', ended: true, status: { code: SpanStatusCode.UNSET }, attributes: {}, links: [] },
      { name: 'stage lexical', attributes: { 'relevance.stage': 'lexical' } },
    ]);
    expect(first!.parentSpanContext?.spanId).toBe(outer.spanId);
    expect(ms(first!.startTime)).toBeGreaterThanOrEqual(ms(second!.startTime));
    expect(ms(first!.endTime)).toBeLessThanOrEqual(ms(second!.endTime));
    expect(ms(second!.duration)).toBeCloseTo(ms(second!.endTime) - ms(second!.startTime), 1);
    // The clock as it stands, to which the whole's start is rounded.
    expect(Math.abs(ms(second!.startTime) - ms(whole!.startTime))).toBeLessThan(60_000);
    expect(second!.resource).toBe(whole!.resource);
    expect(second!.instrumentationScope).toBe(whole!.instrumentationScope);
  });

  test("keeps no other part's attributes, and no more of them than the limits leave", () => {
    const { request, response } = exchange('/', ['traceparent', PARENT]);
    spans.begin(request, response);
    const attributes = { 'relevance.stage': 'a name of more than twenty characters' };
    const [one, other] = ['one', 'other'].map((name) => spans.of(request)!.begin(name, { attributes }));
    one!.set({ extra: 1 });
    one!.end();
    other!.end();
    expect(exporter.getFinishedSpans().map((span) => span.attributes)).toEqual([
      { 'relevance.stage': 'a name of more than ', extra: 1 },
      { 'relevance.stage': 'a name of more than ' },
    ]);
  });

  test("takes the place of the caller's in the headers of what it asks for", () => {
    const { request, response } = exchange('/', ['traceparent', PARENT]);
    spans.begin(request, response);
    const part = spans.of(request)!.begin('search');
    const carried = part.carriedBy(['Host', 'es', 'Traceparent', PARENT, 'tracestate', 'a=b', 'x-a', '1']);
    expect(carried).toEqual(['Host', 'es', 'x-a', '1', 'traceparent', part.traceparent]);
    expect(part.traceparent).toBe(`00-${TRACE_ID}-${part.spanId}-01`);
  });
});

describe('what people search for', () => {
  const searched = (showsQueryText: boolean): Readonly<Record<string, unknown>> => {
    const some = createRequestSpans({ processors, ids, limited: spanLimits({}), showsQueryText });
    const { request, response } = exchange('/');
    some.begin(request, response);
    const part = some.of(request)!.begin('search');
    part.setQueryText('db.query.text', () => 'x'.repeat(5000));
    part.end();
    some.of(request)!.setQueryText('relevance.query', () => 'red shoes');
    response.emit('close');
    return Object.assign({}, ...exporter.getFinishedSpans().map(({ attributes }) => attributes));
  };

  test('is in no span, and is not even written down for one', () => {
    expect(Object.keys(searched(false))).not.toContain('relevance.query');
    expect(Object.keys(searched(false))).not.toContain('db.query.text');
    const { request, response } = exchange('/');
    spans.begin(request, response);
    const text = () => {
      throw new Error('asked for');
    };
    expect(() => spans.of(request)!.setQueryText('relevance.query', text)).not.toThrow();
  });

  test('is in them where the configuration wants it, up to a length', () => {
    expect(searched(true)).toMatchObject({
      'relevance.query': 'red shoes',
      'db.query.text': 'x'.repeat(4096),
    });
  });
});
