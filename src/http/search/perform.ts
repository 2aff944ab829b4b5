import { legHeaders } from '../../search-api/leg-headers.ts';
import { readSearch } from '../../search-api/read-search.ts';
import type { FilterPath } from '../../search-api/filter-path.ts';
import { improve, type Improved } from './improve.ts';
import { legRequest, mayBeOurFault, pathOf } from './leg.ts';
import type { SearchToImprove } from './looked.ts';
import { foundNothing, show, type Shown } from './page.ts';
import type { SearchServices } from './services.ts';

/** How a search ended: with something to show, or to be passed on for a reason. */
export type Performed =
  | {
      readonly kind: 'shown';
      readonly improved: Improved;
      readonly shown: Shown;
      readonly filterPath: FilterPath | null;
    }
  | {
      readonly kind: 'bypass';
      readonly reason: string;
      /** What the pipeline made of it, where it had a look. */
      readonly improved?: Improved;
    };

/**
 * Improves one `_search`, whoever the answer is for.
 * @throws GatewayError as {@link improve}
 */
export async function performSearch(services: SearchServices, search: SearchToImprove): Promise<Performed> {
  const { target, body, plan, headers } = search;
  const read = readSearch({ target, headers, body });
  if (read.kind === 'bypass') return read;

  search.span?.setQueryText('relevance.query', () => read.request.text);
  const head = { method: target.method, path: target.path, headers: legHeaders(headers) };
  const improved = await improve(services, {
    request: read.request,
    pipeline: search.pipeline,
    context: search.context,
    signal: search.signal,
    version: plan.version,
    span: search.span,
    send: (bytes, queryString, span = search.span) =>
      services.engine.exchange(legRequest({ ...head, span }, bytes, queryString), search.signal),
    ask: ({ body: bytes, queryString, indices, signal, span = search.span }) =>
      services.engine.exchange(
        legRequest({ ...head, method: 'POST', path: pathOf(indices) ?? head.path, span }, bytes, queryString),
        signal,
      ),
  });
  const { outcome, changed } = improved;
  // Understanding may narrow a search, never empty it.
  if (changed && foundNothing(outcome)) return { kind: 'bypass', reason: 'no_hits', improved };
  const shown = await show(services.windows, improved);
  if (shown.kind === 'answer' && changed && mayBeOurFault(shown.answer)) {
    return { kind: 'bypass', reason: 'rejected', improved };
  }
  return { kind: 'shown', improved, shown, filterPath: read.filterPath };
}
