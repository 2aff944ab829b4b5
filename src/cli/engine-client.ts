import type { Dispatcher, buildConnector } from 'undici';
import { Agent } from 'undici';
import { GatewayError } from '../errors.ts';

export interface Endpoint {
  /** Without a path behind it; may hold `user:password@`. */
  readonly url: string;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Opens connections, where the system's way of checking certificates is not the one wanted. */
  readonly connect?: buildConnector.connector;
}

export interface EngineReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface EngineCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query string. */
  readonly path: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Longest that an answer may keep the command waiting: a bulk request on a busy cluster takes its time. */
const TIMEOUT_MS = 120_000;
const CONNECTIONS = 16;

/** Requests to Elasticsearch, or to a gateway in front of it, from the command line. */
export class EngineClient {
  /** Where requests go, without credentials, for people to read. */
  readonly name: string;
  readonly #agent: Agent;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @throws GatewayError `bad_request` for a text that is no http URL */
  constructor({ url, headers = {}, connect }: Endpoint) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new GatewayError('bad_request', `"${url}" is not an http or https URL`);
    }
    const { origin, pathname, username, password } = new URL(url);
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/+$/, '');
    this.name = origin + this.#prefix;
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.#headers = {
      ...(username === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
      ...headers,
    };
    this.#agent = new Agent({
      connections: CONNECTIONS,
      bodyTimeout: TIMEOUT_MS,
      headersTimeout: TIMEOUT_MS,
      ...(connect === undefined ? {} : { connect }),
    });
  }

  /**
   * Any HTTP status is an answer.
   * @throws GatewayError `upstream_unavailable` when there is none
   */
  async send({ method, path, body, headers = {} }: EngineCall): Promise<EngineReply> {
    try {
      const reply = await this.#agent.request({
        origin: this.#origin,
        path: this.#prefix + path,
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...this.#headers,
          ...headers,
        },
        body: body ?? null,
      });
      return {
        status: reply.statusCode,
        headers: single(reply.headers),
        text: await reply.body.text(),
      };
    } catch (error) {
      throw new GatewayError('upstream_unavailable', `no answer from ${this.name}: ${reason(error)}`, {
        cause: error,
      });
    }
  }

  /**
   * As `send`, for requests that must succeed.
   * @returns the answer's JSON
   * @throws GatewayError `upstream_protocol` for any status that is no 2xx, with the engine's reason
   */
  async expect(call: EngineCall): Promise<unknown> {
    const reply = await this.send(call);
    if (reply.status >= 200 && reply.status < 300) return JSON.parse(reply.text);
    throw new GatewayError(
      'upstream_protocol',
      `${call.method} ${call.path} at ${this.name}: ${reply.status} ${engineReason(reply.text)}`,
    );
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

/** What Elasticsearch says went wrong, from the body of its answer. */
export function engineReason(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { type?: string; reason?: string } | string };
    if (typeof error === 'string') return error;
    if (error !== undefined) return `${error.type ?? 'error'}: ${error.reason ?? ''}`;
  } catch {
    // Not Elasticsearch's: whatever stands in between wrote it.
  }
  return text.slice(0, 200);
}

function single(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** The innermost cause, as `connect ECONNREFUSED 127.0.0.1:9200`. */
function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { cause, errors, message } = error as Partial<AggregateError>;
  const inner = errors?.[0] ?? cause;
  return inner === undefined ? String(message) : reason(inner);
}
