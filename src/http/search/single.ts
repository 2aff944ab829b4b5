import { legHeaders } from '../../search-api/leg-headers.ts';
import { queryHeaders } from '../../search-api/query-headers.ts';
import { readSearch } from '../../search-api/read-search.ts';
import { applied, serverTiming } from '../../search-api/status-header.ts';
import { improve } from './improve.ts';
import { legRequest, mayBeOurFault, pathOf } from './leg.ts';
import type { Looked, Verdict } from './looked.ts';
import { bodyOf, foundNothing, show } from './page.ts';
import { reply } from './respond.ts';
import type { SearchServices } from './services.ts';

/** Improves one `_search`, or says why it is passed on. */
export async function runSearch(services: SearchServices, looked: Looked): Promise<Verdict> {
  const { target, body, plan, headers } = looked;
  const startedMs = services.clock.now();
  const read = readSearch({ target, headers, body });
  if (read.kind === 'bypass') return read;

  const head = { method: target.method, path: target.path, headers: legHeaders(headers) };
  const improved = await improve(services, {
    request: read.request,
    pipeline: looked.pipeline,
    context: looked.context,
    signal: looked.signal,
    version: plan.version,
    send: (bytes, queryString) =>
      services.engine.exchange(legRequest(head, bytes, queryString), looked.signal),
    ask: ({ body: bytes, queryString, indices, signal }) =>
      services.engine.exchange(
        legRequest({ ...head, method: 'POST', path: pathOf(indices) ?? head.path }, bytes, queryString),
        signal,
      ),
  });
  const { outcome, changed } = improved;
  // Understanding may narrow a search, never empty it.
  if (changed && foundNothing(outcome)) return { kind: 'bypass', reason: 'no_hits' };
  const shown = await show(services.windows, improved);
  if (shown.kind === 'answer' && changed && mayBeOurFault(shown.answer)) {
    return { kind: 'bypass', reason: 'rejected' };
  }

  const tookMs = services.clock.now() - startedMs;
  const { from } = read.request;
  await reply({
    response: looked.response,
    requestHeaders: headers,
    answer: shown.kind === 'page' ? outcome.answer : shown.answer,
    body:
      shown.kind === 'page'
        ? bodyOf(shown.page, { from, tookMs, filterPath: read.filterPath })
        : shown.answer.body,
    added: [
      'Relevance-Status',
      applied({ version: plan.version, degraded: outcome.degraded, relaxed: outcome.relaxed }),
      'Server-Timing',
      serverTiming(outcome.reports, tookMs),
      ...queryHeaders(outcome.query),
      ...looked.traceHeaders([outcome]),
    ],
  });
  return { kind: 'answered', degraded: outcome.degraded, candidates: outcome.candidates.length };
}
