import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomNumbers } from '../../src/evaluation/random.ts';

/** Something that goes wrong between the gateway and its engine. */
export interface Fault {
  readonly kind: 'delay' | 'hang' | 'reset' | 'unavailable' | 'truncate';
  /** Share of the requests that meet it, 0..1. */
  readonly share: number;
  /** Of a delay: how long at least, and at most. */
  readonly ms?: readonly [number, number];
  /** Only requests whose body holds this text. */
  readonly bodyHas?: string;
}

/** Largest request body that is held. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;
/** What hangs is cut after this. */
const HANG_MS = 30_000;

/** An HTTP proxy that misbehaves as it is told; questions of the gateway's own (discovery) always pass. */
export class FaultProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 512 });
  readonly #random: () => number;
  #faults: readonly Fault[] = [];

  static async start(engineUrl: string, seed: number): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    return new FaultProxy(server, engineUrl, seed);
  }

  private constructor(server: Server, engineUrl: string, seed: number) {
    this.#server = server;
    this.#random = randomNumbers(seed);
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
      void this.#pass(incoming, outgoing, engineUrl);
    });
    server.keepAliveTimeout = 60_000;
  }

  /** What goes wrong from now on; nothing for an empty list. */
  misbehave(faults: readonly Fault[]): void {
    this.#faults = faults;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse, engineUrl: string): Promise<void> {
    const body = await bodyOf(incoming);
    if (body === null) return void incoming.destroy();
    const own = String(incoming.headers['user-agent'] ?? '').startsWith('elasticsearch-js');
    const fault = own ? undefined : this.#faults.find((each) => this.#meets(each, body));
    switch (fault?.kind) {
      case 'reset':
        return void incoming.socket.resetAndDestroy();
      case 'hang':
        return void setTimeout(() => incoming.socket.destroy(), HANG_MS).unref();
      case 'unavailable':
        outgoing.writeHead(503, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
        return void outgoing.end('{"error":{"type":"cluster_block_exception","reason":"made"},"status":503}');
      case 'delay':
        await pause(between(fault.ms ?? [0, 0], this.#random()));
    }
    this.#forward({ incoming, outgoing, body, engineUrl, truncated: fault?.kind === 'truncate' });
  }

  #meets({ share, bodyHas }: Fault, body: Buffer): boolean {
    return (bodyHas === undefined || body.includes(bodyHas)) && this.#random() < share;
  }

  #forward({ incoming, outgoing, body, engineUrl, truncated }: Forwarded): void {
    const {
      host: _host,
      connection: _connection,
      'transfer-encoding': _coding,
      ...headers
    } = incoming.headers;
    const sent = request(
      engineUrl + (incoming.url ?? '/'),
      { method: incoming.method, agent: this.#agent, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, withoutHops(answer.rawHeaders));
        if (!truncated) return void answer.pipe(outgoing);
        answer.once('data', (chunk: Buffer) => {
          outgoing.write(chunk.subarray(0, chunk.length >> 1), () => incoming.socket.destroy());
          answer.destroy();
        });
      },
    );
    sent.on('error', () => incoming.socket.destroy());
    outgoing.on('close', () => sent.destroy());
    sent.end(body);
  }
}

interface Forwarded {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
  readonly engineUrl: string;
  readonly truncated: boolean;
}

/** Null where it broke off or is too large. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_BODY_BYTES) return null;
    }
  } catch {
    // The gateway left: there is nobody to answer.
    return null;
  }
  return Buffer.concat(chunks);
}

/** Framing and keeping of the connection are this hop's own. */
function withoutHops(raw: readonly string[]): string[] {
  return raw.filter((_, at) => !/^(connection|keep-alive|transfer-encoding)$/i.test(raw[at - (at % 2)]!));
}

function between([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
