import type { Load } from '../../admission/load-level.ts';
import type { EngineAnswer } from '../../domain/engine.ts';
import type { IndexDescription } from '../../domain/catalog.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import type { TraceSpan } from '../../domain/trace.ts';
import type { FrozenWindow, LegSearch, Ranking, SearchOutcome, SearchPipeline } from '../../domain/search.ts';
import { compile } from '../../search-api/compile.ts';
import { rankingOf } from '../../search-api/window/may-rank.ts';
import { tookOf } from '../../search-api/took.ts';
import { legParameters, withPreference } from '../../search-api/window/url-parameters.ts';
import type { SearchServices } from './services.ts';
import { type NamedSearch, preferenceOf, windowKey } from './window-key.ts';

export interface Improvement extends NamedSearch {
  readonly pipeline: SearchPipeline;
  readonly signal: AbortSignal;
  /** Of the request, where its trace is recorded. */
  readonly span: TraceSpan | undefined;
  send(body: Uint8Array, queryString: string, span?: TraceSpan): Promise<EngineAnswer>;
  /** Sends a search of the gateway's own where the caller searches, or elsewhere. */
  readonly ask: (leg: LegSearch & { readonly queryString: string }) => Promise<EngineAnswer>;
}

export interface Improved {
  readonly request: SearchRequest;
  readonly index: IndexDescription | undefined;
  readonly outcome: SearchOutcome;
  /** What an earlier page of the same search showed, where that is known. */
  readonly frozen: FrozenWindow | undefined;
  /** Whether the engine was sent anything but the caller's own bytes. */
  readonly changed: boolean;
  readonly signal: AbortSignal;
  /** Names the search, whatever page of it is asked for. */
  key(): string;
  /** Keeps pages together: the same copies of the shards answer all that is asked for one search. */
  preference(): string;
  readonly ask: Improvement['ask'];
}

/**
 * Runs one search through its pipeline.
 * @throws GatewayError as {@link SearchPipeline.run}
 */
export async function improve(
  services: Pick<
    SearchServices,
    'catalog' | 'counts' | 'accepted' | 'windows' | 'load' | 'reported' | 'meter'
  >,
  search: Improvement,
): Promise<Improved> {
  const { request, pipeline, context, signal, span, ask } = search;
  let changed = false;
  const index = services.catalog.describe(request.indices[0] ?? '');
  const key = once(() => windowKey(search));
  const preference = once(() => preferenceOf(request));
  // The first page begins anew; those after it go on where it ended.
  const frozen = request.from === 0 ? undefined : services.windows.get(key());
  const outcome = await pipeline.run({
    request,
    index,
    context,
    signal,
    span,
    meter: services.meter,
    frozen,
    ranking: once(() => rankingUnder(services.load.load, request)),
    preference,
    accepted: () => services.accepted.has(request.headers),
    async send(body, queryString, own) {
      changed ||= body !== request.body || queryString !== request.queryString;
      const answered = services.load.asksEngine();
      const answer = await search.send(body, queryString, own);
      answered(tookOf(answer.body));
      services.accepted.heard(request.headers, answer.status);
      return answer;
    },
    search: (leg) =>
      ask({
        ...leg,
        // Elsewhere, the caller's routing and copies would miss what is there.
        queryString:
          leg.indices === undefined ? withPreference(legParameters(request.queryString), preference()) : '',
      }),
    count: (texts, until, own = span) => services.counts.count(request, texts, { signal: until, span: own }),
    hits: (query, atMost, until, own = span) => {
      const counted = { body: compile(request, query, index).body, atMost };
      return services.counts.hits(request, counted, { signal: until, span: own });
    },
    reported: services.reported,
  });
  if (outcome.starved !== null) services.load.asked(outcome.starved);
  return { request, index, outcome, frozen, changed, signal, key, preference, ask };
}

function rankingUnder(load: Load, request: SearchRequest): Ranking {
  if (load === 'overloaded' || load === 'saturated') return 'overloaded';
  const ranking = rankingOf(request);
  return ranking === 'open' && load === 'busy' ? 'busy' : ranking;
}

/** Asked for at most once, and most searches never ask. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
