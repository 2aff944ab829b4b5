import { connect, type Socket } from 'node:net';
import { headerOf, unchunk } from './fake-upstream.ts';

/** One answer as it stood on the wire. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** Name and value, in order, duplicates kept. */
  readonly headers: readonly (readonly [string, string])[];
  /** Without transfer framing. */
  readonly body: Buffer;
}

/** How a connection ended: the server said so (`fin`), cut it (`reset`), or it is still open. */
export type Ending = 'open' | 'fin' | 'reset';

const PATIENCE_MS = 5000;

/** A client that sends exactly the bytes it is told and keeps what comes back. */
export class RawClient {
  readonly socket: Socket;
  ending: Ending = 'open';
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  static connect(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new RawClient(socket));
      });
    });
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    const ended = (how: Ending): void => {
      if (this.ending === 'open') this.ending = how;
      this.#wake();
    };
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('end', () => ended('fin'));
    socket.on('error', () => ended('reset'));
    socket.on('close', () => ended('reset'));
  }

  /** Everything that came and was not taken as an answer. */
  get received(): Buffer {
    return this.#received;
  }

  send(bytes: Buffer | string): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** The next complete answer. Rejects when the connection ends, or nothing comes in time, before it is there. */
  async answer(method = 'GET'): Promise<Answer> {
    let taken: { answer: Answer; length: number } | undefined;
    await this.#until(() => {
      taken = parse(this.#received, method);
      return taken !== undefined;
    }, 'an answer');
    this.#received = this.#received.subarray(taken!.length);
    return taken!.answer;
  }

  /** Waits until at least so many bytes are there. */
  bytes(count: number): Promise<void> {
    return this.#until(() => this.#received.length >= count, `${count} bytes`);
  }

  /** Waits for the connection's end. */
  async ended(): Promise<Ending> {
    if (this.ending === 'open') await this.#until(() => this.ending !== 'open', 'the end');
    return this.ending;
  }

  #until(reached: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        stop();
        reject(new Error(`${what} awaited, ${why}; so far: ${this.#received.toString('latin1', 0, 300)}`));
      };
      const timer = setTimeout(() => fail('nothing in time'), PATIENCE_MS);
      const stop = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
      };
      const look = (): void => {
        if (reached()) {
          stop();
          resolve();
        } else if (this.ending !== 'open') fail(`connection ended by ${this.ending}`);
      };
      this.#wake = look;
      look();
    });
  }
}

/** The complete answer at the start of `bytes`, interim ones skipped; undefined when more must come. */
function parse(bytes: Buffer, method: string): { answer: Answer; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, code = '', ...words] = line.split(' ');
  const status = Number(code);
  const start = end + 4;
  if (status >= 100 && status < 200) {
    const next = parse(bytes.subarray(start), method);
    return next && { answer: next.answer, length: start + next.length };
  }
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
  const body = bodyOf(
    bytes.subarray(start),
    { headers },
    method === 'HEAD' || status === 204 || status === 304,
  );
  return (
    body && {
      answer: { status, statusText: words.join(' '), headers, body: body.bytes },
      length: start + body.length,
    }
  );
}

function bodyOf(
  rest: Buffer,
  head: Pick<Answer, 'headers'>,
  none: boolean,
): { bytes: Buffer; length: number } | undefined {
  if (none) return { bytes: Buffer.alloc(0), length: 0 };
  if (headerOf(head, 'transfer-encoding')?.toLowerCase() === 'chunked') return unchunk(rest);
  const length = Number(headerOf(head, 'content-length') ?? 0);
  return rest.length >= length ? { bytes: rest.subarray(0, length), length } : undefined;
}
