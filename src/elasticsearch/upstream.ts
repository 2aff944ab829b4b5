import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Logger } from '../domain/logger.ts';
import { loggerIn } from '../domain/logger.ts';
import type { TraceSpan } from '../domain/trace.ts';
import { GatewayError } from '../errors.ts';
import { attemptSpan, whereTo } from './attempt-span.ts';
import { type AnswerHead, readHead } from './headers.ts';
import type { Node, NodeFailure, NodeSet } from './node-set.ts';
import type { UpstreamEvents } from './options.ts';
import { type Body, RequestBody } from './request-body.ts';
import { isIdempotent } from './retry.ts';
import type { RetryBudget } from './retry-budget.ts';
import { type Reached, toUpstreamError } from './upstream-error.ts';

/** A request on its way; headers without those of one hop. */
export interface UpstreamRequest {
  readonly method: string;
  /** Raw request target. */
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Body | Iterable<Uint8Array>;
  /** Each time it is sent is a part of this. */
  readonly span?: TraceSpan | undefined;
  /** The span of the call that it is, which says where it was sent. */
  readonly call?: TraceSpan | undefined;
}

/** Takes an answer as it comes. After `failed` or `ended` nothing more is called. */
export interface AnswerSink {
  /** At most once. `resume` continues after `data` said false. */
  head(head: AnswerHead, resume: () => void): void;
  /** @returns false to pause */
  data(chunk: Buffer): boolean;
  ended(): void;
  failed(error: GatewayError): void;
}

export interface UpstreamServices {
  readonly nodes: NodeSet;
  readonly budget: RetryBudget;
  readonly events: UpstreamEvents;
  readonly logger: Logger;
}

/** One request, sent to one node after another until one of them begins to answer. */
export class UpstreamCall implements Dispatcher.DispatchHandler {
  readonly #services: UpstreamServices;
  readonly #request: UpstreamRequest;
  readonly #sink: AnswerSink;
  readonly #tried: Node[] = [];
  #node: Node | undefined;
  /** Of the attempt at hand. */
  #span: TraceSpan | undefined;
  #abort: ((reason?: Error) => void) | undefined;
  #reached: Reached = 'nothing';
  #answering = false;
  /** The node that is asked next, once this answer, which nobody sees, is over. */
  #instead: Node | undefined;
  #retried = false;
  #done = false;
  /** Bytes of the body still to come where the connection must not be used again, else -1. */
  #untilDrop = -1;

  constructor(services: UpstreamServices, request: UpstreamRequest, sink: AnswerSink) {
    this.#services = services;
    this.#request = request;
    this.#sink = sink;
  }

  start(): void {
    this.#services.budget.deposit();
    this.#attempt(this.#services.nodes.pick(this.#tried));
  }

  /** The caller has gone: nothing more is called on the sink, and the connection upstream is closed. */
  cancel(): void {
    if (this.#done) return;
    this.#done = true;
    this.#node?.released();
    this.#instead?.released();
    this.#span?.end();
    this.#drop();
  }

  #attempt(node: Node | undefined): void {
    if (node === undefined) {
      this.#finish(new GatewayError('upstream_unavailable', 'no Elasticsearch node answers'));
      return;
    }
    this.#node = node;
    this.#tried.push(node);
    if (this.#tried.length > 1) this.#services.events.retried();
    this.#instead = undefined;
    this.#reached = 'nothing';
    const { method, path, headers, body, span, call } = this.#request;
    this.#span?.end();
    call?.set(whereTo({ node, path }));
    this.#span = span && attemptSpan(span, { method, node, path });
    node.dispatcher.dispatch(
      {
        method: method as Dispatcher.HttpMethod,
        path: node.basePath + path,
        headers: (this.#span?.carriedBy(headers) ?? headers) as string[],
        // undici takes any iterable; its types name the common kinds only.
        body: body as Readable | Uint8Array | null,
        // Otherwise every HEAD and every GET with a body costs a connection.
        reset: false,
      },
      this,
    );
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort;
    this.#reached = 'connected';
    if (this.#done) this.#drop();
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, statusText: string): boolean {
    // 103 and the like are for the next hop only; the answer follows.
    if (status < 200) return true;
    this.#span?.set({ 'http.response.status_code': status });
    // Of the 400s most are answers that callers reckon with, such as a document that is not there.
    if (status >= 500) this.#span?.fail(String(status));
    const head = readHead(status, statusText, raw);
    if (head.ambiguous) {
      throw new GatewayError('upstream_protocol', 'Elasticsearch sent an answer with two lengths');
    }
    this.#node?.succeeded();
    this.#instead = status === 503 ? this.#secondOpinion() : undefined;
    if (this.#instead !== undefined) return true;
    this.#answering = true;
    if (status === 400 && isOversized(this.#request)) {
      this.#untilDrop = this.#request.method === 'HEAD' ? 0 : (head.contentLength ?? -1);
    }
    this.#sink.head(head, resume);
    if (this.#untilDrop === 0) this.#endAndDrop();
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#done || this.#instead !== undefined) return true;
    const more = this.#sink.data(chunk);
    if (this.#untilDrop > 0) {
      this.#untilDrop -= chunk.length;
      if (this.#untilDrop <= 0) this.#endAndDrop();
    }
    return more;
  }

  onComplete(): void {
    if (this.#instead === undefined) this.#finish(null);
    else this.#attempt(this.#instead);
  }

  onError(error: Error): void {
    if (this.#done) return;
    if (this.#instead !== undefined) {
      this.#attempt(this.#instead);
      return;
    }
    const failure = toUpstreamError(error, this.#reached);
    // Found by us in the request or in the answer: the node is not to blame, and another would do no better.
    if (failure === error || failure.code === 'bad_request') {
      this.#node?.released();
      this.#finish(failure);
      return;
    }
    const kind: NodeFailure = this.#reached === 'nothing' ? 'connect' : 'reset';
    if (this.#node?.failed(kind) === 'ejected') this.#services.events.ejected();
    this.#span?.fail(failure.code);
    loggerIn(this.#span, this.#services.logger).warn(
      { node: this.#node?.url, code: failure.code, err: error, answering: this.#answering },
      'a request to Elasticsearch failed',
    );
    const next = this.#answering ? undefined : this.#nextNode(kind, failure);
    if (next === undefined) this.#finish(failure);
    else this.#attempt(next);
  }

  /** For a read that one node cannot serve now, a healthy node that may; its answer counts, whatever it is. */
  #secondOpinion(): Node | undefined {
    const { nodes } = this.#services;
    if (!nodes.hasOther(this.#tried) || !this.#mayRepeat()) return undefined;
    return nodes.pick(this.#tried);
  }

  /** Whether the request may be sent once more although bytes of it were sent; takes it from the budget. */
  #mayRepeat(): boolean {
    const { method, path } = this.#request;
    if (this.#retried || !isIdempotent(method, path) || !isReplayable(this.#request.body)) return false;
    this.#retried = this.#services.budget.take();
    return this.#retried;
  }

  /** Where nobody took the call, any request may go elsewhere; else only what can be done twice, once. */
  #nextNode(kind: NodeFailure, failure: GatewayError): Node | undefined {
    const { nodes } = this.#services;
    if (kind === 'connect') return nodes.pick(this.#tried);
    if (failure.code !== 'upstream_reset' || !this.#mayRepeat()) return undefined;
    return nodes.pick(this.#tried) ?? nodes.pick([]);
  }

  /** The answer is complete, and its connection is not used again. */
  #endAndDrop(): void {
    this.#finish(null);
    this.#drop();
  }

  #drop(): void {
    this.#abort?.(new GatewayError('client_gone', 'nobody waits for the answer'));
  }

  #finish(failure: GatewayError | null): void {
    if (this.#done) return;
    this.#done = true;
    this.#span?.end();
    if (failure === null) this.#sink.ended();
    else this.#sink.failed(failure);
  }
}

/** Whether a body, as far as it was sent, can be sent again. */
function isReplayable(body: UpstreamRequest['body']): boolean {
  return !(body instanceof RequestBody) || body.replayable;
}

/** Below these a 400 cannot be Elasticsearch's verdict on the head's size, in its default settings. */
const LARGE_PATH = 3500;
const LARGE_HEAD = 6000;

/**
 * Whether a 400 may mean that request line or headers were too long: Elasticsearch then keeps the
 * connection open but never answers on it again.
 */
function isOversized({ path, headers }: UpstreamRequest): boolean {
  if (path.length > LARGE_PATH) return true;
  return headers.reduce((sum, part) => sum + part.length + 2, path.length) > LARGE_HEAD;
}
