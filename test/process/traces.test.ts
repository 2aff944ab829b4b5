import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ask, startGateway, until } from './gateway.ts';

jest.setTimeout(120_000);

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly spanId: string;
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const received: string[] = [];
const spans = (): readonly Span[] =>
  received
    .flatMap((text) => (JSON.parse(text) as Export).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans);

let collector: Server;
let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'relevance-traces-'));
  collector = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push(Buffer.concat(chunks).toString());
      outgoing.end('{}');
    });
  });
  await new Promise<void>((done) => void collector.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
  rmSync(cwd, { recursive: true, force: true });
});

test('a search is one trace, joined to the caller’s, with a span for each stage and without their words', async () => {
  const gateway = await startGateway({
    cwd,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
  try {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { status } = await ask(`${gateway.dataUrl}/products/_search?q=c4nary`, 'GET', undefined, {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      authorization: 'Basic c4nary',
    });
    expect(status).toBe(200);
    // What the gateway shows at its start are searches too, with traces of their own.
    const ours = () => spans().filter((span) => span.traceId === traceId);
    const named = (name: string) => ours().find((span) => span.name === name);
    const served = () => ours().find(({ kind }) => kind === 2);
    await until(() => named('stage lexical') !== undefined && served() !== undefined);
    const server = served();
    expect(server).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
    for (const stage of ['normalise', 'segment', 'lexical']) {
      expect(named(`stage ${stage}`)).toMatchObject({ traceId, parentSpanId: server?.spanId });
    }
    expect(received.join()).not.toContain('c4nary');
  } finally {
    gateway.process.kill('SIGTERM');
    await gateway.exited;
  }
});
