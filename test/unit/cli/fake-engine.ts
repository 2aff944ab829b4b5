import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineClient } from '../../../src/cli/engine-client.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FakeEngine {
  readonly client: EngineClient;
  readonly requests: FakeRequest[];
  close(): Promise<void>;
}

/** An HTTP server that answers as told, when it is told to, and remembers what it was asked. */
export async function fakeEngine(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeEngine> {
  const requests: FakeRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    const reply = async (): Promise<void> => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const { status = 200, headers = {}, body } = await answer(request);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      outgoing.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
    };
    incoming.on('end', () => void reply());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = new EngineClient({ url: `http://127.0.0.1:${port}` });
  return {
    client,
    requests,
    async close() {
      await client.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Documents of a `_bulk` body, by id, in order. */
export function bulkDocuments(body: string): readonly (readonly [string, string])[] {
  const lines = body.split('\n');
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { index } = JSON.parse(lines[at] ?? '') as { index: { _id: string } };
    pairs.push([index._id, lines[at + 1] ?? '']);
  }
  return pairs;
}
