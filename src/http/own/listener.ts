import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import type { EngineAnswer } from '../../domain/engine.ts';
import type { RequestSpans, TraceSpan } from '../../domain/trace.ts';
import type { Gate } from '../../admission/gate.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';
import { errorBody } from '../../search-api/error-body.ts';
import { admit } from '../admission.ts';
import { jsonTypeFor, refuse } from '../own-answer.ts';
import { eventsMiddleware, type EventTaker } from './events.ts';
import { suggest, type SuggestServices } from './suggest.ts';
import { suggestRequest } from './suggest-request.ts';

export interface OwnListenerOptions {
  /** Where the answers lie, such as `/_relevance`: no index can be called so. */
  readonly path: string;
  readonly suggest: SuggestServices;
  /** Undefined where no events are taken. */
  readonly events: EventTaker | undefined;
  /** Lets requests in. */
  readonly gate: Gate;
  readonly observe: (event: {
    readonly outcome: string;
    readonly durationMs: number;
    readonly span?: TraceSpan | undefined;
  }) => void;
  readonly spans: Pick<RequestSpans, 'of'>;
}

/**
 * Answers what lies under the gateway's own path on the data port, in Elasticsearch's shapes, as the gate lets it in.
 * @returns whether a request is one of them
 */
export function createOwnListener(
  options: OwnListenerOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const handle = koaOf(options);
  return (request, response) => {
    if (!(request.url ?? '').startsWith(`${options.path}/`)) return false;
    admit(options.gate, {
      request,
      response,
      start: () => handle(request, response),
      refuse: (fault, { retryAfterMs }) => refuse(request, response, fault, retryAfterMs),
    });
    return true;
  };
}

function koaOf(options: OwnListenerOptions): RequestListener {
  const { path, events } = options;
  const koa = new Koa();
  koa.silent = true;
  // A caller who cuts the connection; every other error is answered.
  koa.on('error', () => undefined);
  const router = new Router({ prefix: path });
  const completions = suggestMiddleware(options);
  router.get('/:index/suggest', completions).post('/:index/suggest', completions);
  router.post('/events', eventsMiddleware(events));
  koa.use(errors).use(router.routes());
  koa.use((ctx) => {
    throw new GatewayError('not_found', `nothing answers ${ctx.method} ${ctx.path} here`);
  });
  const handle = koa.callback();
  return (request, response) => void handle(request, response);
}

const errors: Middleware = async (ctx, next) => {
  ctx.res.sendDate = false;
  try {
    await next();
  } catch (error) {
    const fault = toGatewayError(error);
    ctx.status = fault.status;
    ctx.body = errorBody(fault);
    // What is left of a refused body is not read: the connection ends with the answer.
    if (!ctx.req.complete) ctx.set('Connection', 'close');
  }
  if (ctx.response.get('content-type') === '' || Buffer.isBuffer(ctx.body)) {
    ctx.type = jsonTypeFor(ctx.req);
  }
};

function suggestMiddleware({ suggest: services, observe, spans }: OwnListenerOptions): Middleware {
  return async (ctx) => {
    const started = performance.now();
    let outcome = 'error';
    const span = spans.of(ctx.req);
    const gone = new AbortController();
    ctx.res.once('close', () => {
      if (!ctx.res.writableFinished) gone.abort(new GatewayError('client_gone', 'the client went away'));
    });
    try {
      const caller = { headers: ctx.req.rawHeaders, gone: gone.signal, span };
      const result = await suggest(services, await suggestRequest(ctx), caller);
      outcome = result.kind;
      if (result.kind === 'refused') return relay(ctx, result.answer);
      const took = Math.round(performance.now() - started);
      const late = result.timedOut ? { timed_out: true } : {};
      ctx.body = Buffer.from(JSON.stringify({ took, ...late, suggestions: result.suggestions }));
      const product = services.visible.product();
      if (product !== undefined) ctx.set('X-elastic-product', product);
      ctx.set('Cache-Control', 'private, no-store');
    } finally {
      observe({ outcome, durationMs: performance.now() - started, span });
    }
  };
}

/** The engine's own refusal, challenge and all. */
function relay(ctx: Context, { status, headers, body }: EngineAnswer): void {
  ctx.respond = false;
  ctx.res.writeHead(status, [...headers]);
  ctx.res.end(body);
}
