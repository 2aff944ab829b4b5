import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'koa';
import { GatewayError, toGatewayError } from '../../errors.ts';
import { NOT_DEGRADED } from '../../domain/degraded.ts';
import { loggerIn } from '../../domain/logger.ts';
import type { SearchOutcome } from '../../domain/search.ts';
import { bypass, OFF } from '../../search-api/status-header.ts';
import { searchTarget, type SearchTarget } from '../../search-api/target.ts';
import { decodeBody, readBody } from '../body.ts';
import { parseContext } from '../context-header.ts';
import { type Choice, choosePipeline } from './choose-pipeline.ts';
import { isEngines, isForOneRequest } from './fall-back.ts';
import type { Looked, Verdict } from './looked.ts';
import { runMsearch } from './msearch.ts';
import { headerOf } from './raw-headers.ts';
import { replyError } from './respond.ts';
import type { SearchEvent, SearchPlan, SearchServices } from './services.ts';
import { runSearch } from './single.ts';

/** Whether a request is a search on an index that is ours to improve; decided without reading its body. */
export function isImproved(services: SearchServices, request: IncomingMessage): boolean {
  const target = searchTarget(request.method ?? '', request.url ?? '', request.rawHeaders);
  return target !== undefined && improvesAll(services, services.plan(), target);
}

/** Koa's middleware for such requests. It answers on the raw response: bodies are bytes, not objects. */
export function searchMiddleware(services: SearchServices): (ctx: Context) => Promise<void> {
  return async (ctx) => {
    ctx.respond = false;
    const { req: request, res: response } = ctx;
    const startedMs = services.clock.now();
    const end = await handle(services, request, response);
    const span = services.spans.of(request);
    services.observe({ ...end, durationMs: services.clock.now() - startedMs, span });
  };
}

/** Items of an `_msearch` whose trees are kept; their ids take 4 KiB. */
const MOST_TRACES = 100;

type End = Omit<SearchEvent, 'durationMs'>;

async function handle(
  services: SearchServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<End> {
  const plan = services.plan();
  const span = services.spans.of(request);
  const target = searchTarget(request.method ?? '', request.url ?? '', request.rawHeaders);
  const pass = (status: string, prefix: readonly Buffer[] = []): void =>
    services.passThrough.forward(request, response, {
      prefix,
      answerHeaders: ['Relevance-Status', status],
      span,
    });
  const passFor = (reason: string, prefix: readonly Buffer[] = [], status = bypass(reason)): End => {
    pass(status, prefix);
    return { outcome: 'bypass', reason, degraded: NOT_DEGRADED };
  };

  if (target === undefined) throw new GatewayError('internal', 'not a search');
  const wanted = headerOf(request.rawHeaders, 'relevance-pipeline');
  if (wanted === 'off') {
    pass(OFF);
    return { outcome: 'off', reason: null, degraded: NOT_DEGRADED };
  }
  if (target.bypass !== null) return passFor(target.bypass);
  // The last thing to go before searches are refused: the caller gets what Elasticsearch says to their own words.
  if (services.load.load === 'saturated') return passFor('overload');
  const choose = (index: string): Choice =>
    choosePipeline(plan, wanted, { index, description: services.catalog.describe(index) });
  const choice = choose(target.indices[0] ?? '');
  if (choice.kind === 'none') return passFor(choice.reason);
  if (isForOneRequest(request.rawHeaders)) return passFor('negotiate');

  const read = await readBody(request, plan.limits.bodyBytes).catch(() => undefined);
  if (read === undefined) return { outcome: 'error', reason: 'client_gone', degraded: NOT_DEGRADED };
  if (!read.complete) return passFor('body_size', read.chunks);
  const encoding = headerOf(request.rawHeaders, 'content-encoding');
  const body = await decodeBody(Buffer.concat(read.chunks), encoding, plan.limits.bodyBytes);
  if (body === undefined) return passFor('encoding', read.chunks);

  const gone = new AbortController();
  const onClose = (): void => {
    if (!response.writableFinished) gone.abort(new GatewayError('client_gone', 'the client went away'));
  };
  response.once('close', onClose);
  const looked: Looked = {
    target,
    plan,
    pipeline: choice.pipeline,
    pipelineOf(index) {
      const own = choose(index);
      return own.kind === 'pipeline' ? own.pipeline : choice.pipeline;
    },
    headers: request.rawHeaders,
    body,
    context: parseContext(headerOf(request.rawHeaders, 'relevance-context')),
    signal: gone.signal,
    span,
    response,
    traceHeaders: (outcomes) =>
      plan.explainAllowed && headerOf(request.rawHeaders, 'relevance-debug') === 'explain'
        ? ['Relevance-Trace', outcomes.slice(0, MOST_TRACES).map(traceOf).join(', ')]
        : [],
  };
  function traceOf(outcome: SearchOutcome | undefined): string {
    return outcome === undefined ? '-' : services.remember(outcome);
  }
  let verdict: Verdict;
  try {
    verdict =
      target.api === 'msearch' ? await runMsearch(services, looked) : await runSearch(services, looked);
  } catch (error) {
    const fault = toGatewayError(error);
    if (gone.signal.aborted) return { outcome: 'error', reason: 'client_gone', degraded: NOT_DEGRADED };
    if (isEngines(fault) || response.headersSent) {
      replyError(response, fault);
      return { outcome: 'error', reason: fault.code, degraded: NOT_DEGRADED };
    }
    const logger = loggerIn(span, services.logger);
    logger.error({ err: fault, cause: fault.cause }, 'a search fell back to the plain request');
    verdict = { kind: 'bypass', reason: fault.code };
  } finally {
    response.off('close', onClose);
  }
  if (verdict.kind === 'bypass') return passFor(verdict.reason, read.chunks, verdict.status);
  const { degraded, candidates, cached = false } = verdict;
  const { name } = choice.pipeline;
  const { version } = plan;
  return { outcome: 'applied', reason: null, degraded, candidates, cached, pipeline: name, version };
}

function improvesAll(services: SearchServices, plan: SearchPlan, target: SearchTarget): boolean {
  // The items of `/_msearch` name their indices themselves.
  return (
    (target.indices.length > 0 || target.api === 'msearch') &&
    target.indices.every((name) => plan.improves(name, services.catalog.describe(name)))
  );
}
