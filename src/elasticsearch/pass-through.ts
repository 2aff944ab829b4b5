import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Logger, loggerIn } from '../domain/logger.ts';
import type { ForwardOptions, PassThrough } from '../domain/engine.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { type AnswerHead, requestHeaders } from './headers.ts';
import { answerError } from './own-answer.ts';
import { type Body, isUnderWay, RequestBody, withBody } from './request-body.ts';
import { type AnswerSink, UpstreamCall, type UpstreamServices } from './upstream.ts';

/** Changes some answers on their way to the client; they are read as a whole before. */
export interface AnswerRewrite {
  /** The change for the answer to this request; undefined where it is to pass as it is. */
  forRequest(request: IncomingMessage): ((body: Buffer, head: AnswerHead) => Buffer) | undefined;
  /** A larger answer passes as it is, in bytes. */
  readonly maxBytes: number;
}

/** Streams requests to Elasticsearch and answers back, as they are. */
export function createPassThrough(services: UpstreamServices, rewrite: AnswerRewrite): PassThrough {
  return {
    forward: (request, response, options = NO_OPTIONS) => {
      if (response.destroyed) return;
      const exchange = { request, response, options, rewrite, logger: services.logger };
      withBody(request, options.prefix ?? [], (body) => {
        try {
          new Forwarding(exchange, body).start(services);
        } catch (error) {
          answerError(request, response, toGatewayError(error));
        }
      });
    },
  };
}

const NO_OPTIONS: ForwardOptions = {};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: ForwardOptions;
  readonly rewrite: AnswerRewrite;
  readonly logger: Logger;
}

class Forwarding implements AnswerSink {
  readonly #exchange: Exchange;
  readonly #body: Body;
  readonly #change: ReturnType<AnswerRewrite['forRequest']>;
  /** An answer that is to be changed, and its chunks. */
  #held: { readonly head: AnswerHead; readonly chunks: Buffer[]; bytes: number } | null = null;
  #wrote = false;

  constructor(exchange: Exchange, body: Body) {
    this.#exchange = exchange;
    this.#body = body;
    this.#change = exchange.rewrite.forRequest(exchange.request);
  }

  start(services: UpstreamServices): void {
    const { request, response, options } = this.#exchange;
    const { method = 'GET', url: path = '/', rawHeaders } = request;
    const headers = requestHeaders(rawHeaders);
    const call = new UpstreamCall(
      services,
      { method, path: originForm(path), headers, body: this.#body, span: options.span },
      this,
    );
    // Does nothing where the answer is complete.
    response.once('close', () => call.cancel());
    call.start();
  }

  head(head: AnswerHead, resume: () => void): void {
    const { response, request, rewrite } = this.#exchange;
    response.on('drain', resume);
    const small = (head.contentLength ?? 0) <= rewrite.maxBytes;
    if (this.#change !== undefined && head.status === 200 && request.method !== 'HEAD' && small) {
      this.#held = { head, chunks: [], bytes: 0 };
    } else {
      this.#writeHead(head);
    }
  }

  data(chunk: Buffer): boolean {
    const held = this.#held;
    if (held === null) {
      this.#wrote = true;
      return this.#exchange.response.write(chunk);
    }
    held.chunks.push(chunk);
    held.bytes += chunk.length;
    if (held.bytes <= this.#exchange.rewrite.maxBytes) return true;
    // Larger than it said: it passes as it is.
    this.#held = null;
    this.#writeHead(held.head);
    this.#wrote = true;
    return this.#exchange.response.write(Buffer.concat(held.chunks));
  }

  ended(): void {
    const { response } = this.#exchange;
    if (this.#held !== null) this.#endChanged(this.#held.head, Buffer.concat(this.#held.chunks));
    else response.end();
    if (this.#body instanceof RequestBody) this.#body.release();
  }

  failed(error: GatewayError): void {
    const { request, response } = this.#exchange;
    if (this.#body instanceof RequestBody) this.#body.release();
    answerError(request, response, error);
  }

  /** The head of a stream goes out without waiting for its first byte, which may be far away. */
  flush(): void {
    const { response } = this.#exchange;
    if (!this.#wrote && !response.writableEnded) response.flushHeaders();
  }

  #writeHead({ status, statusText, headers, closes, contentLength }: AnswerHead): void {
    const { request, response, options } = this.#exchange;
    response.sendDate = false;
    const all = options.answerHeaders === undefined ? headers : [...headers, ...options.answerHeaders];
    if (mustSayClose(request, response) || (closes && isUnderWay(this.#body))) {
      all.push('Connection', 'close');
    } else if (request.httpVersionMinor > 0 || !response.shouldKeepAlive) {
      // Elasticsearch names no `Connection` either.
      response.removeHeader('connection');
    }
    response.writeHead(status, statusText, all);
    if (contentLength === null) setImmediate(flushHead, this);
  }

  #endChanged(head: AnswerHead, body: Buffer): void {
    const { response, logger, options } = this.#exchange;
    let changed = body;
    try {
      changed = this.#change?.(body, head) ?? body;
    } catch (error) {
      loggerIn(options.span, logger).warn(
        { err: error },
        'an answer with node addresses could not be read; it passes as it is',
      );
    }
    const headers = head.headers.map((value, at) =>
      at % 2 === 1 && head.headers[at - 1]!.toLowerCase() === 'content-length'
        ? String(changed.length)
        : value,
    );
    this.#writeHead({ ...head, headers });
    response.end(changed);
  }
}

/** Whether the connection will be closed although the client expects to use it again, as when draining. */
function mustSayClose({ headers, httpVersionMinor }: IncomingMessage, response: ServerResponse): boolean {
  if (response.shouldKeepAlive) return false;
  return httpVersionMinor > 0 && !/(?:^|,)\s*close\s*(?:,|$)/i.test(headers.connection ?? '');
}

function flushHead(forwarding: Forwarding): void {
  forwarding.flush();
}

/** Path and query of a target in absolute form; any other target as it is. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(target)?.[1];
  if (rest === undefined) throw new GatewayError('ambiguous_request', 'the request target is not a path');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
