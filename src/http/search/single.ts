import { queryHeaders } from '../../search-api/query-headers.ts';
import { applied, serverTiming } from '../../search-api/status-header.ts';
import type { Looked, Verdict } from './looked.ts';
import { bodyOf } from './page.ts';
import { performSearch } from './perform.ts';
import { reply } from './respond.ts';
import type { SearchServices } from './services.ts';

/** Improves one `_search` and answers it, or says why it is passed on. */
export async function runSearch(services: SearchServices, looked: Looked): Promise<Verdict> {
  const startedMs = services.clock.now();
  const performed = await performSearch(services, looked);
  if (performed.kind === 'bypass') return performed;

  const { improved, shown, filterPath } = performed;
  const { outcome } = improved;
  const tookMs = services.clock.now() - startedMs;
  const { from } = improved.request;
  await reply({
    response: looked.response,
    requestHeaders: looked.headers,
    answer: shown.kind === 'page' ? outcome.answer : shown.answer,
    body: shown.kind === 'page' ? bodyOf(shown.page, { from, tookMs, filterPath }) : shown.answer.body,
    added: [
      'Relevance-Status',
      applied({
        version: looked.plan.version,
        degraded: outcome.degraded,
        shed: outcome.shed,
        relaxed: outcome.relaxed,
      }),
      'Server-Timing',
      serverTiming(outcome.reports, tookMs),
      ...queryHeaders(outcome.query),
      ...looked.traceHeaders([outcome]),
    ],
  });
  return { kind: 'answered', degraded: outcome.degraded, candidates: outcome.candidates.length };
}
