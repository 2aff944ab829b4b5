import { createServer, type Server, type Socket } from 'node:net';

/** One request as it stood on the wire. */
export interface SeenRequest {
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  readonly method: string;
  readonly target: string;
  /** Name and value, in order, duplicates kept. */
  readonly headers: readonly (readonly [string, string])[];
  /** Without transfer framing. */
  readonly body: Buffer;
}

/** What the server does with a request; it writes raw bytes. */
export type Script = (socket: Socket, request: SeenRequest, upstream: FakeUpstream) => void;

export interface FakeOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** As soon as a request's head is complete, before its body is; true when it takes the connection over. */
  readonly onHead?: (socket: Socket, request: SeenRequest) => boolean;
}

/** A server that answers with whatever bytes a test wants, well formed or not. */
export class FakeUpstream {
  readonly port: number;
  readonly url: string;
  /** Complete requests, in the order they were completed. */
  readonly requests: SeenRequest[] = [];
  /** What the gateway asked on its own account; answered with 403, in no other list. */
  readonly discovery: SeenRequest[] = [];
  /** How many connections brought a request of a caller. */
  opened = 0;
  readonly sockets = new Set<Socket>();
  /** Those that brought a request of a caller and are open. */
  readonly callers = new Set<Socket>();
  script: Script;
  readonly #server: Server;

  static start(script: Script, options: FakeOptions = {}): Promise<FakeUpstream> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () =>
        resolve(new FakeUpstream(server, script, options)),
      );
    });
  }

  private constructor(server: Server, script: Script, options: FakeOptions) {
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.url = `http://127.0.0.1:${this.port}`;
    this.script = script;
    this.#server = server;
    server.on('connection', (socket) => this.#accept(socket, options));
  }

  /** Cuts every connection and stops listening. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket, { onHead }: FakeOptions): void {
    let connection = 0;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.callers.delete(socket);
    });
    let received = Buffer.alloc(0);
    // Large bodies come in many chunks: they are put together once, not once a chunk.
    let chunks: Buffer[] = [];
    let length = 0;
    let needed = 0;
    let headSeen = false;
    let takenOver = false;
    socket.on('data', (chunk) => {
      if (takenOver) return;
      chunks.push(chunk);
      length += chunk.length;
      if (length < needed) return;
      received = Buffer.concat([received, ...chunks]);
      chunks = [];
      length = received.length;
      for (;;) {
        const request = readHead(received);
        if (request === undefined) return;
        const own = headerOf(request.seen, 'user-agent')?.startsWith('elasticsearch-js') === true;
        if (!own && connection === 0) {
          this.opened += 1;
          connection = this.opened;
          this.callers.add(socket);
        }
        if (!headSeen && !own) {
          headSeen = true;
          takenOver = onHead?.(socket, request.seen) === true;
          if (takenOver) return;
        }
        const body = readBody(received.subarray(request.end), request.seen.headers);
        if (body === undefined) {
          needed = request.end + Number(headerOf(request.seen, 'content-length') ?? 0);
          return;
        }
        received = received.subarray(request.end + body.length);
        length = received.length;
        needed = 0;
        headSeen = false;
        const seen = { ...request.seen, connection, body: body.bytes };
        if (own) {
          this.discovery.push(seen);
          socket.write(answer(403, '{}', PRODUCT));
          continue;
        }
        this.requests.push(seen);
        this.script(socket, seen, this);
      }
    });
  }
}

/** A complete answer with a length. */
export function answer(status: number, body: Buffer | string = '', headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} Whatever`, ...headers, `content-length: ${bytes.length}`];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** Elasticsearch's headers of a JSON answer. */
export const PRODUCT = ['X-elastic-product: Elasticsearch', 'content-type: application/json'] as const;

/** Always answers with this. */
export function always(bytes: Buffer | string): Script {
  return (socket) => socket.write(bytes);
}

/** First value of a header of a request or answer, by lower-case name. */
export function headerOf(message: Pick<SeenRequest, 'headers'>, name: string): string | undefined {
  return message.headers.find(([each]) => each.toLowerCase() === name)?.[1];
}

function readHead(bytes: Buffer): { seen: SeenRequest; end: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [method = '', target = ''] = line.split(' ');
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
  return { seen: { connection: 0, method, target, headers, body: Buffer.alloc(0) }, end: end + 4 };
}

/** The body at the start of `rest`; undefined when more must come. */
function readBody(
  rest: Buffer,
  headers: SeenRequest['headers'],
): { bytes: Buffer; length: number } | undefined {
  if (headerOf({ headers }, 'transfer-encoding')?.toLowerCase() === 'chunked') return unchunk(rest);
  const length = Number(headerOf({ headers }, 'content-length') ?? 0);
  return rest.length >= length ? { bytes: Buffer.from(rest.subarray(0, length)), length } : undefined;
}

/** Takes a chunked body without trailers apart. */
export function unchunk(bytes: Buffer): { bytes: Buffer; length: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return { bytes: Buffer.concat(parts), length: end };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = end;
  }
}
