import { connect } from 'node:net';

/** One answer as it stood on the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Name and value, in order, duplicates kept. */
  readonly headers: readonly (readonly [string, string])[];
  /** Without transfer framing. */
  readonly body: Buffer;
  /** Whether the server closed the connection without answering. */
  readonly closed: boolean;
}

export interface RawRequest {
  readonly method: string;
  /** As it goes into the request line. */
  readonly target: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: Buffer | string;
}

const TIMEOUT_MS = 30_000;

/** Sends exactly these bytes on a connection of its own; no client library normalises anything. */
export function exchange(origin: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin);
  const body = Buffer.from(request.body ?? '');
  const headers = [...(request.headers ?? [])];
  if (!headers.some(([name]) => name.toLowerCase() === 'host')) headers.unshift(['Host', host]);
  if (body.length > 0 && !headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))) {
    headers.push(['Content-Length', String(body.length)]);
  }
  const head = [`${request.method} ${request.target} HTTP/1.1`, ...headers.map(([n, v]) => `${n}: ${v}`)];
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = Buffer.alloc(0);
    const finish = (ended: boolean): boolean => {
      const answer = parse(received, request.method, ended);
      if (answer === undefined) return false;
      socket.destroy();
      resolve(answer);
      return true;
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      socket.destroy();
      reject(new Error(`${request.method} ${request.target}: no complete answer in ${TIMEOUT_MS} ms`));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      finish(false);
    });
    socket.on('end', () => {
      if (!finish(true)) reject(new Error(`${request.method} ${request.target}: the answer was cut short`));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET')
        resolve({ status: 0, headers: [], body: Buffer.alloc(0), closed: true });
      else reject(error);
    });
  });
}

/** The complete answer at the start of `bytes`, or undefined when more must come. */
function parse(bytes: Buffer, method: string, ended: boolean): RawAnswer | undefined {
  if (bytes.length === 0) return ended ? { status: 0, headers: [], body: bytes, closed: true } : undefined;
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(line.split(' ')[1]);
  if (status === 100) return parse(bytes.subarray(end + 4), method, ended);
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
  const rest = bytes.subarray(end + 4);
  const body =
    method === 'HEAD' || status === 204 || status === 304 ? Buffer.alloc(0) : bodyOf(rest, headers, ended);
  return body === undefined ? undefined : { status, headers, body, closed: false };
}

function bodyOf(
  rest: Buffer,
  headers: readonly (readonly [string, string])[],
  ended: boolean,
): Buffer | undefined {
  const value = (wanted: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (value('transfer-encoding')?.toLowerCase() === 'chunked') return unchunk(rest);
  const length = value('content-length');
  if (length !== undefined)
    return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
  return ended ? rest : undefined;
}

function unchunk(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const start = line + 2;
    if (size === 0) return bytes.indexOf('\r\n', start) < 0 ? undefined : Buffer.concat(parts);
    if (bytes.length < start + size + 2) return undefined;
    parts.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
