import type { EngineAnswer, EngineRequest, SearchEngine } from '../domain/engine.ts';
import { GatewayError } from '../errors.ts';
import type { Admission } from './admission.ts';
import { type AnswerHead, requestHeaders } from './headers.ts';
import { type AnswerSink, UpstreamCall, type UpstreamServices } from './upstream.ts';

/** A larger body is written piece by piece, so that an answer that comes before its end is noticed. */
const ONE_WRITE_BYTES = 64 * 1024;
/** The body's length and the answer's encoding are ours to say. */
const OURS = new Set(['content-length', 'accept-encoding']);

export interface EngineOptions {
  readonly services: UpstreamServices;
  readonly admission: Admission;
  readonly maxAnswerBytes: number;
}

/** Complete requests and complete answers, without content encoding. */
export function createEngine({ services, admission, maxAnswerBytes }: EngineOptions): SearchEngine {
  return {
    async exchange(request, signal) {
      await admission.enter(signal);
      try {
        return await exchange(services, request, { signal, maxAnswerBytes });
      } finally {
        admission.leave();
      }
    },
  };
}

function exchange(
  services: UpstreamServices,
  { method, path, headers, body, span }: EngineRequest,
  { signal, maxAnswerBytes }: { readonly signal: AbortSignal; readonly maxAnswerBytes: number },
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const sent = requestHeaders(headers, OURS);
    sent.push('accept-encoding', 'identity');
    if (body !== null) sent.push('content-length', String(body.length));
    const pieces = body === null || body.length <= ONE_WRITE_BYTES ? body : inPieces(body);
    const settle = (answer: EngineAnswer | GatewayError): void => {
      signal.removeEventListener('abort', onAbort);
      if (answer instanceof GatewayError) reject(answer);
      else resolve(answer);
    };
    const collector = new Collector(maxAnswerBytes, settle);
    const call = new UpstreamCall(
      services,
      { method, path, headers: sent, body: pieces, span, call: span },
      collector,
    );
    const onAbort = (): void => {
      call.cancel();
      reject(new GatewayError('client_gone', 'the request was aborted', { cause: signal.reason }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else call.start();
  });
}

/** An iterable that starts anew each time: a request may be sent twice. */
function inPieces(body: Uint8Array): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < body.length; at += ONE_WRITE_BYTES) yield body.subarray(at, at + ONE_WRITE_BYTES);
    },
  };
}

class Collector implements AnswerSink {
  readonly #maxBytes: number;
  readonly #settle: (answer: EngineAnswer | GatewayError) => void;
  readonly #chunks: Buffer[] = [];
  #head: AnswerHead | undefined;
  #bytes = 0;

  constructor(maxBytes: number, settle: (answer: EngineAnswer | GatewayError) => void) {
    this.#maxBytes = maxBytes;
    this.#settle = settle;
  }

  head(head: AnswerHead): void {
    if ((head.contentLength ?? 0) > this.#maxBytes) throw this.#tooLarge();
    if (head.contentEncoding !== null && head.contentEncoding !== 'identity') {
      throw new GatewayError(
        'answer_unreadable',
        'Elasticsearch sent an encoded answer that was not asked for',
      );
    }
    this.#head = head;
  }

  data(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) throw this.#tooLarge();
    this.#chunks.push(chunk);
    return true;
  }

  ended(): void {
    const { status, headers } = this.#head!;
    const [only, ...more] = this.#chunks;
    const body = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#chunks);
    this.#settle({ status, headers, body });
  }

  failed(error: GatewayError): void {
    this.#settle(error);
  }

  #tooLarge(): GatewayError {
    return new GatewayError('answer_unreadable', `the answer is larger than ${this.#maxBytes} bytes`);
  }
}
