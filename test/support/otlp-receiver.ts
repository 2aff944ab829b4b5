import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { EXPORT_REQUEST } from './otlp-proto.ts';

export interface ReceivedSpan {
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** A collector that decodes what it is sent. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** How many exports have come. */
  exports(): number;
  close(): void;
}

/** OTLP as protobuf over HTTP. */
export async function receiveHttp(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      count += 1;
      spans.push(...decode(incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes));
      outgoing.setHeader('content-type', 'application/x-protobuf').end();
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    exports: () => count,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** OTLP over gRPC. */
export async function receiveGrpc(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  let count = 0;
  const server = new Server();
  const method = {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  } as const;
  server.addService(
    { Export: method },
    {
      Export(call: { readonly request: Buffer }, answer: (error: null, response: Buffer) => void) {
        count += 1;
        spans.push(...decode(call.request));
        answer(null, Buffer.alloc(0));
      },
    },
  );
  const port = await new Promise<number>((done, fail) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? done(bound) : fail(error),
    ),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    exports: () => count,
    close: () => server.forceShutdown(),
  };
}

interface Any {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly Any[] };
}
interface Raw {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly RawSpan[] }[];
  }[];
}
interface RawSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId?: Buffer;
  readonly attributes?: readonly { readonly key: string; readonly value: Any }[];
  readonly links?: readonly { readonly traceId: Buffer; readonly spanId: Buffer }[];
}

function decode(bytes: Buffer): readonly ReceivedSpan[] {
  const request = EXPORT_REQUEST.toObject(EXPORT_REQUEST.decode(bytes), {
    longs: Number,
    bytes: Buffer,
  }) as Raw;
  return (request.resourceSpans ?? [])
    .flatMap(({ scopeSpans = [] }) => scopeSpans)
    .flatMap(({ spans = [] }) => spans)
    .map((span) => ({
      name: span.name,
      kind: span.kind,
      traceId: hex(span.traceId),
      spanId: hex(span.spanId),
      parentSpanId: span.parentSpanId === undefined ? '' : hex(span.parentSpanId),
      attributes: Object.fromEntries((span.attributes ?? []).map(({ key, value }) => [key, plain(value)])),
      links: (span.links ?? []).map((link) => ({ traceId: hex(link.traceId), spanId: hex(link.spanId) })),
    }));
}

function plain(value: Any): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plain);
  return value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
