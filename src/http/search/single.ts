import { legHeaders } from '../../search-api/leg-headers.ts';
import { queryHeaders } from '../../search-api/query-headers.ts';
import { readSearch } from '../../search-api/read-search.ts';
import { applied, serverTiming } from '../../search-api/status-header.ts';
import { bodyOf, foundNothing } from './applied-body.ts';
import { improve } from './improve.ts';
import { legRequest, mayBeOurFault } from './leg.ts';
import type { Looked, Verdict } from './looked.ts';
import { reply } from './respond.ts';
import type { SearchServices } from './services.ts';

/** Improves one `_search`, or says why it is passed on. */
export async function runSearch(services: SearchServices, looked: Looked): Promise<Verdict> {
  const { target, body, plan, headers } = looked;
  const startedMs = services.clock.now();
  const read = readSearch({ target, headers, body });
  if (read.kind === 'bypass') return read;

  const head = { method: target.method, path: target.path, headers: legHeaders(headers) };
  const { outcome, changed } = await improve(services, {
    request: read.request,
    pipeline: looked.pipeline,
    context: looked.context,
    signal: looked.signal,
    send: (bytes, queryString) =>
      services.engine.exchange(legRequest(head, bytes, queryString), looked.signal),
  });
  // Understanding may narrow a search, never empty it.
  if (changed && mayBeOurFault(outcome.answer)) return { kind: 'bypass', reason: 'rejected' };
  if (changed && foundNothing(outcome.answer)) return { kind: 'bypass', reason: 'no_hits' };

  const tookMs = services.clock.now() - startedMs;
  await reply({
    response: looked.response,
    requestHeaders: headers,
    answer: outcome.answer,
    body: bodyOf(outcome, { tookMs, filterPath: read.filterPath }),
    added: [
      'Relevance-Status',
      applied({ version: plan.version, degraded: outcome.degraded }),
      'Server-Timing',
      serverTiming(outcome.reports, tookMs),
      ...queryHeaders(outcome.query),
      ...looked.traceHeaders(outcome),
    ],
  });
  return { kind: 'answered', degraded: outcome.degraded };
}
