import type { RawHeaders } from '../../domain/engine.ts';
import { readAnswer } from '../../search-api/answer.ts';
import { queryHeaders } from '../../search-api/query-headers.ts';
import { applied, serverTiming } from '../../search-api/status-header.ts';
import type { From, Made, SearchResult } from './cache/result-cache.ts';
import { resultKey } from './cache/result-key.ts';
import type { SearchPipeline, StageReport } from '../../domain/search.ts';
import type { Looked, Verdict } from './looked.ts';
import { bodyOf } from './page.ts';
import { type Performed, performSearch } from './perform.ts';
import { headerOf, withoutHeaders } from './raw-headers.ts';
import { reply } from './respond.ts';
import type { SearchServices } from './services.ts';

/** Improves one `_search` and answers it, or says why it is passed on. */
export async function runSearch(services: SearchServices, looked: Looked): Promise<Verdict> {
  const startedMs = services.clock.now();
  const make = async (signal: AbortSignal): Promise<Made> =>
    madeOf(await performSearch(services, { ...looked, signal }), {
      looked,
      tookMs: () => services.clock.now() - startedMs,
    });
  const { made, from } = await find(services, looked, make);
  if (made.kind === 'bypass') return made;
  await answerWith(made.result, { looked, from, tookMs: services.clock.now() - startedMs });
  const { degraded, candidates } = made.result;
  return { kind: 'answered', degraded, candidates, cached: from === 'hit' };
}

/** From the cache where there is one and the search may be found in it, else made for this request alone. */
async function find(
  { results, accepted, observeCache }: SearchServices,
  looked: Looked,
  make: (signal: AbortSignal) => Promise<Made>,
): Promise<{ readonly made: Made; readonly from: From }> {
  const { headers, signal } = looked;
  const key = results === undefined ? undefined : resultKey(looked);
  if (results === undefined || key === undefined) return { made: await make(signal), from: 'miss' };
  // Of somebody whom the engine has not accepted for a while, or turned away since, it is asked again.
  const found = await results.find({ key, signal, known: accepted.has(headers) }, make);
  observeCache(found.from);
  return found;
}

function madeOf(
  performed: Performed,
  { looked, tookMs }: { readonly looked: Looked; readonly tookMs: () => number },
): Made {
  if (performed.kind === 'bypass') return { kind: 'bypass', reason: performed.reason };
  const { improved, shown, filterPath } = performed;
  const { outcome, request } = improved;
  const { degraded, shed, relaxed, candidates, reports } = outcome;
  const answer = shown.kind === 'page' ? outcome.answer : shown.answer;
  const isPage = shown.kind === 'page';
  return {
    kind: 'made',
    result: {
      status: answer.status,
      headers: answer.headers,
      body: isPage ? bodyOf(shown.page, { from: request.from, tookMs: tookMs(), filterPath }) : answer.body,
      queryHeaders: [...queryHeaders(outcome.query), ...looked.traceHeaders([outcome])],
      degraded,
      shed,
      relaxed,
      candidates: candidates.length,
      reports: reports.map(({ stage, durationMs }) => ({ stage, durationMs })),
      complete: isPage && degraded.size === 0 && isWhole(outcome.answer.body),
    },
  };
}

/** Whether every shard had its say, in time. */
function isWhole(body: Buffer): boolean {
  const { shards, timedOut } = readAnswer(body);
  if (shards === null || timedOut) return false;
  const { failed } = JSON.parse(body.toString('utf8', shards.start, shards.end)) as { failed?: unknown };
  return failed === 0;
}

function answerWith(
  result: SearchResult,
  { looked, from, tookMs }: { readonly looked: Looked; readonly from: From; readonly tookMs: number },
): Promise<void> {
  const { status, body, degraded, shed, relaxed, reports } = result;
  return reply({
    response: looked.response,
    requestHeaders: looked.headers,
    answer: {
      status,
      body,
      headers: from === 'miss' ? result.headers : ownEcho(result.headers, looked.headers),
    },
    body,
    added: [
      'Relevance-Status',
      applied({
        version: looked.plan.version,
        degraded: [...degraded.keys()],
        shed,
        relaxed,
        cached: from === 'hit',
      }),
      'Server-Timing',
      serverTiming(from === 'hit' ? [] : inOrder(reports, looked.pipeline), tookMs),
      ...result.queryHeaders,
    ],
  });
}

type StageTime = Pick<StageReport, 'stage' | 'durationMs'>;

/** As the pipeline has them: legs end in another order every time. */
function inOrder(reports: readonly StageTime[], { stages }: SearchPipeline): readonly StageTime[] {
  const place = ({ stage }: StageTime): number => stages.findIndex(({ name }) => name === stage);
  return reports.toSorted((a, b) => place(a) - place(b));
}

const ECHOED = 'x-opaque-id';

/** Elasticsearch sends back what a caller calls their request by; of somebody else's answer it is theirs. */
function ownEcho(answered: RawHeaders, asked: RawHeaders): RawHeaders {
  const own = headerOf(asked, ECHOED);
  return [...withoutHeaders(answered, new Set([ECHOED])), ...(own === undefined ? [] : ['X-Opaque-Id', own])];
}
