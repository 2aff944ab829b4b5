import type { TriedQuery, TriedSide } from '../../admin-api/rules.ts';
import { ruleMatchesIn } from '../../domain/rule-match.ts';
import { GatewayError } from '../../errors.ts';
import type { RuleTryRequest } from '../admin/services.ts';
import { hitChanges } from './hit-changes.ts';
import { readHits } from './read-hits.ts';
import type { SearchServices } from './services.ts';
import { shownSource } from './shown-source.ts';
import { adminDeadline, watchSearch } from './watch.ts';
import { wordsOrBody } from './words-or-body.ts';

/** Queries that are searched at the same time. */
const AT_A_TIME = 4;

/** Two ways to search, which differ in their rules. */
export interface BeforeAndAfter {
  readonly before: SearchServices;
  readonly after: SearchServices;
}

/**
 * What each query finds with the rules in force and with those on trial, in the order of the queries.
 * @throws GatewayError as {@link watchSearch}, and `bad_request` where the engine refuses a search
 */
export async function tryRules(
  { before, after }: BeforeAndAfter,
  asked: RuleTryRequest,
): Promise<readonly TriedQuery[]> {
  const signal = adminDeadline();
  const tried: TriedQuery[] = [];
  const tryNext = async (queue: Iterator<[number, string]>): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const [at, query] = next.value;
      const was = await sideOf(before, asked, query, signal);
      const is = await sideOf(after, asked, query, signal);
      tried[at] = { query, before: was, after: is, changes: hitChanges(was.hits, is.hits) };
    }
  };
  const queue = asked.queries.entries();
  await Promise.all(Array.from({ length: AT_A_TIME }, () => tryNext(queue)));
  return tried;
}

async function sideOf(
  services: SearchServices,
  { index, context, headers, pipeline, size }: RuleTryRequest,
  query: string,
  signal: AbortSignal,
): Promise<TriedSide> {
  const body = wordsOrBody(services.catalog, { index, query }, size);
  const watched = await watchSearch(services, { index, body, context, pipeline, headers, signal });
  const { total, hits, error } = readHits(watched.answer);
  if (watched.status !== 200) {
    const reason = error ?? 'no reason';
    throw new GatewayError('bad_request', `the engine answered ${watched.status} to ${query}: ${reason}`);
  }
  return {
    relevanceStatus: watched.relevanceStatus,
    degraded: watched.degraded,
    total,
    hits: hits.map((hit) => ({ ...hit, source: shownSource(hit.source, undefined) })),
    matched: watched.stages.flatMap(ruleMatchesIn),
  };
}
