import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A request as its bytes came in. */
export interface ReceivedRequest {
  /** Request line and headers, without the empty line. */
  readonly head: string;
  readonly body: Buffer;
  /** Counts the node's connections from 0. */
  readonly connection: number;
  readonly socket: Socket;
}

/** Writes what it likes to the socket. */
export type Behaviour = (request: ReceivedRequest) => void;

/** An Elasticsearch node that does on the wire exactly what a test tells it. */
export interface FakeNode {
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** Complete requests are handed to it, one after another. */
  behave(behaviour: Behaviour): void;
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

export const OK: Behaviour = ({ socket }) => {
  socket.write('HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-length: 2\r\n\r\n{}');
};

export async function startFakeNode(port = 0, raw?: (socket: Socket) => void): Promise<FakeNode> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = OK;
  let count = 0;
  const server: Server = createServer((socket) => {
    const connection = count;
    count += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    if (raw !== undefined) {
      raw(socket);
      return;
    }
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (;;) {
        const request = parse(bytes);
        if (request === undefined) return;
        bytes = bytes.subarray(request.end);
        const received = { head: request.head, body: request.body, connection, socket };
        requests.push(received);
        behaviour(received);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    requests,
    behave: (next) => {
      behaviour = next;
    },
    connections: () => count,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function parse(bytes: Buffer): { head: string; body: Buffer; end: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const start = end + 4;
  if (/^transfer-encoding: chunked$/im.test(head)) {
    const last = bytes.indexOf('0\r\n\r\n', start);
    return last < 0 ? undefined : { head, body: bytes.subarray(start, last + 5), end: last + 5 };
  }
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  if (bytes.length < start + length) return undefined;
  return { head, body: bytes.subarray(start, start + length), end: start + length };
}
