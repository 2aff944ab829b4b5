import type { Explanation } from '../../admin-api/explain.ts';
import type { Candidate } from '../../domain/candidate.ts';
import type { RawHeaders } from '../../domain/engine.ts';
import { NO_SEARCH_METER } from '../../domain/search-meter.ts';
import type { SearchPipeline, StageReport } from '../../domain/search.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';
import { legHeaders } from '../../search-api/leg-headers.ts';
import { applied, bypass, OFF } from '../../search-api/status-header.ts';
import { searchTarget, type SearchTarget } from '../../search-api/target.ts';
import { choosePipeline } from './choose-pipeline.ts';
import { isEngines, isForOneRequest } from './fall-back.ts';
import { legRequest } from './leg.ts';
import { bodyOf } from './page.ts';
import { type Performed, performSearch } from './perform.ts';
import { SearchRecord } from './search-record.ts';
import type { SearchToImprove } from './looked.ts';
import type { SearchPlan, SearchServices } from './services.ts';

/** A search of the admin port. */
export interface WatchedSearch {
  readonly index: string;
  readonly body: Buffer;
  /** Pairs as in `Relevance-Context`. */
  readonly context: Readonly<Record<string, string>>;
  /** As `Relevance-Pipeline` says it; undefined: the one that the index goes through. */
  readonly pipeline: string | undefined;
  /** Of the admin request: the search is made with its credentials. */
  readonly headers: RawHeaders;
  /** Several searches of one request share one. */
  readonly signal: AbortSignal;
}

/** Everything there is to know of one search. */
export interface Watched extends Omit<Explanation, 'index' | 'sent' | 'total' | 'hits'> {
  readonly relevanceStatus: string;
  /** What the pipeline sent last as leg 1, or the caller's own body. */
  readonly sent: Uint8Array;
  /** What the caller would get. */
  readonly status: number;
  readonly answer: Buffer;
  /** Of the hits, where they were ranked here. */
  readonly candidates: readonly Candidate[];
}

/** How long the searches of one request of the admin port may take together. */
const LIMIT_MS = 25_000;

export function adminDeadline(): AbortSignal {
  return AbortSignal.timeout(LIMIT_MS);
}

/**
 * Makes one search as the data port would, with the credentials of the admin request, and keeps all that is known of it.
 * It goes the way of every search, fall-backs included; what is counted of callers' searches does not count it.
 * @throws GatewayError `not_found` for an unknown pipeline, `bad_request` for what is no search on one index,
 * `upstream_*` when the engine does not answer, or not in time
 */
export async function watchSearch(services: SearchServices, asked: WatchedSearch): Promise<Watched> {
  try {
    return await watched(services, asked);
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    throw new GatewayError('upstream_timeout', `no answer within ${LIMIT_MS / 1000} seconds`, {
      cause: error,
    });
  }
}

async function watched(services: SearchServices, asked: WatchedSearch): Promise<Watched> {
  const plan = services.plan();
  const headers = searchHeaders(asked.headers);
  const search = {
    target: targetOf(asked.index, headers),
    plan,
    headers,
    body: asked.body,
    context: new Map(Object.entries(asked.context)),
    signal: asked.signal,
  };
  const record = new SearchRecord(services.clock);
  const reported = (report: StageReport): void => record.report(report);
  const performed = await perform({ ...services, reported, meter: NO_SEARCH_METER }, asked, search, record);
  const { target, signal, body } = search;
  const common = {
    pipeline: asked.pipeline ?? plan.pipelineOf(asked.index, services.catalog.describe(asked.index)),
    version: plan.version,
  };
  const outcome = performed.kind === 'off' ? undefined : performed.improved?.outcome;
  const seen = {
    degraded: [...(outcome?.degraded.keys() ?? [])],
    relaxed: outcome?.relaxed ?? null,
    query: outcome?.query ?? null,
    stages: record.stages,
  };
  if (performed.kind === 'shown') {
    const { shown, improved } = performed;
    const isPage = shown.kind === 'page';
    const { from } = improved.request;
    return {
      ...common,
      ...seen,
      outcome: 'applied',
      reason: null,
      relevanceStatus: applied({ version: plan.version, degraded: seen.degraded, relaxed: seen.relaxed }),
      steps: record.steps,
      durationMs: record.elapsedMs(),
      sent: record.sent ?? body,
      status: isPage ? 200 : shown.answer.status,
      answer: isPage ? bodyOf(shown.page, { from, tookMs: null, filterPath: null }) : shown.answer.body,
      candidates: isPage ? shown.page.candidates : [],
    };
  }
  const head = { method: target.method, path: target.path, headers: legHeaders(headers) };
  const plain = await record.step('plain', () =>
    services.engine.exchange(legRequest(head, body, target.queryString), signal),
  );
  const isOff = performed.kind === 'off';
  return {
    ...common,
    ...seen,
    outcome: performed.kind,
    reason: isOff ? null : performed.reason,
    relevanceStatus: isOff ? OFF : bypass(performed.reason),
    steps: record.steps,
    durationMs: record.elapsedMs(),
    sent: body,
    status: plain.status,
    answer: plain.body,
    candidates: [],
  };
}

/** The choices that the data port makes before it looks at a body, then the search. */
async function perform(
  services: SearchServices,
  asked: WatchedSearch,
  search: Omit<SearchToImprove, 'pipeline'>,
  record: SearchRecord,
): Promise<Performed | { readonly kind: 'off' }> {
  const { plan, target, headers } = search;
  if (asked.pipeline === 'off') return { kind: 'off' };
  const pipeline = pipelineOf(services, plan, asked);
  const { bypass: mediaType, indices } = target;
  if (mediaType !== null) return { kind: 'bypass', reason: mediaType };
  if (!indices.every((name) => plan.improves(name, services.catalog.describe(name)))) {
    return { kind: 'bypass', reason: 'not_improved' };
  }
  if (isForOneRequest(headers)) return { kind: 'bypass', reason: 'negotiate' };
  try {
    return await record.around(pipeline, (watched) =>
      performSearch(services, { ...search, pipeline: watched }),
    );
  } catch (error) {
    const fault = toGatewayError(error);
    if (isEngines(fault) || search.signal.aborted) throw fault;
    services.logger.error({ err: fault, cause: fault.cause }, 'a search of the admin port fell back');
    return { kind: 'bypass', reason: fault.code };
  }
}

function targetOf(index: string, headers: RawHeaders): SearchTarget {
  const target = searchTarget('POST', `/${encodeURIComponent(index)}/_search`, headers);
  if (target !== undefined) return target;
  throw new GatewayError('bad_request', 'index must be the name of an index or alias, without wildcards');
}

/** Who reaches the admin port may leave stages out, whatever callers may. */
function pipelineOf(
  { catalog }: Pick<SearchServices, 'catalog'>,
  plan: SearchPlan,
  { pipeline, index }: WatchedSearch,
): SearchPipeline {
  const description = catalog.describe(index);
  const choice = choosePipeline({ ...plan, explainAllowed: true }, pipeline, { index, description });
  if (choice.kind === 'pipeline') return choice.pipeline;
  if (choice.reason !== 'unknown_pipeline') {
    throw new GatewayError('bad_request', `pipeline ${pipeline}: ${REFUSALS[choice.reason]}`);
  }
  const known = ['off', ...plan.pipelines.keys()].join(', ');
  throw new GatewayError(
    'not_found',
    `no pipeline is named ${pipeline ?? plan.pipelineOf(index, description)}; known are ${known}`,
  );
}

const REFUSALS = {
  unknown_stage: 'it has no such stage',
  needed_stage: 'a search cannot go on without that stage',
  debug_off: 'stages cannot be left out',
} as const;

/** The admin request's credentials; what it says about its own body is not the search's. */
function searchHeaders(headers: RawHeaders): RawHeaders {
  const kept: string[] = ['content-type', 'application/json'];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at]!.toLowerCase();
    if (/^(authorization|es-|x-opaque-id$)/.test(name)) kept.push(headers[at]!, headers[at + 1]!);
  }
  return kept;
}
