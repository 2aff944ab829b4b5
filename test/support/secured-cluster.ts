import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SecureServer } from './servers.ts';

export interface RawReply {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly text: string;
  json<Body = Record<string, unknown>>(): Body;
  header(name: string): string | undefined;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  /** Serialised as it is, for NDJSON. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Aborts the request. */
  readonly signal?: AbortSignal;
  readonly ca?: string | null;
}

/** One request on a connection of its own, with nothing added but what is needed. */
export function ask(url: string, options: Ask = {}): Promise<RawReply> {
  const { body, raw = body === undefined ? undefined : JSON.stringify(body), headers = {}, ca } = options;
  const method = options.method ?? (raw === undefined ? 'GET' : 'POST');
  const type = options.raw === undefined ? 'application/json' : 'application/x-ndjson';
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const outgoing = send(
      url,
      {
        method,
        agent: false,
        // Node frames no body of a DELETE or GET by itself.
        headers: {
          ...(raw === undefined
            ? {}
            : { 'content-type': type, 'content-length': String(Buffer.byteLength(raw)) }),
          ...headers,
        },
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(typeof ca === 'string' ? { ca } : {}),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', fail);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          done({
            status: incoming.statusCode!,
            rawHeaders: incoming.rawHeaders,
            text,
            json: <Body>() => JSON.parse(text) as Body,
            header: (name) => incoming.headers[name]?.toString(),
          });
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.end(raw);
  });
}

export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** The administrator's view of the server itself. */
export class SecuredCluster {
  readonly server: SecureServer;

  constructor(server: SecureServer) {
    this.server = server;
  }

  /** Asks the server directly, not the gateway. */
  direct(path: string, options: Ask = {}): Promise<RawReply> {
    return ask(`${this.server.url}${path}`, { ...options, ca: this.server.ca });
  }

  /** As user `elastic`. @throws Error when it is refused */
  async admin(path: string, options: Ask = {}): Promise<RawReply> {
    const reply = await this.direct(path, { ...options, headers: basic('elastic', this.server.password) });
    if (reply.status >= 400 && !(options.method === 'DELETE' && reply.status === 404)) {
      throw new Error(`${path}: ${reply.status} ${reply.text}`);
    }
    return reply;
  }

  async putRole(name: string, role: unknown): Promise<void> {
    await this.admin(`/_security/role/${name}`, { method: 'PUT', body: role });
  }

  async putUser(name: string, password: string, roles: readonly string[]): Promise<void> {
    await this.admin(`/_security/user/${name}`, { method: 'PUT', body: { password, roles } });
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.admin(path, { method: 'DELETE' });
  }
}
