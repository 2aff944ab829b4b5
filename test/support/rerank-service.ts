import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { overlap } from './models.ts';

export interface RerankService {
  readonly url: string;
  /** Bodies and keys it was asked with. */
  readonly asked: readonly {
    readonly body: Readonly<Record<string, unknown>>;
    readonly key: string | undefined;
  }[];
  /** Answers in this way from now on. */
  misbehave(how: Misbehaviour | undefined): void;
  close(): Promise<void>;
}

export type Misbehaviour = (response: ServerResponse, entries: readonly unknown[]) => void;

/** A reranker over HTTP in either shape, that can be told to hang, lie or break. */
export async function startRerankService(api: 'tei' | 'cohere'): Promise<RerankService> {
  const asked: { body: Record<string, unknown>; key: string | undefined }[] = [];
  let how: Misbehaviour | undefined;
  const server: Server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    asked.push({ body, key: request.headers.authorization });
    const texts = (api === 'tei' ? body['texts'] : body['documents']) as readonly string[];
    const entries = texts
      .map((text, index) => ({
        index,
        [api === 'tei' ? 'score' : 'relevance_score']: overlap(String(body['query']), text),
      }))
      .reverse();
    if (how !== undefined) return how(response, entries);
    respond(response, api === 'tei' ? entries : { results: entries });
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${api === 'tei' ? 'rerank' : 'v1/rerank'}`,
    asked,
    misbehave(wanted) {
      how = wanted;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function respond(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}
