import type { Explanation } from '../../admin-api/explain.ts';
import { documentKey } from '../../domain/candidate.ts';
import { GatewayError } from '../../errors.ts';
import type { ExplainRequest } from '../admin/services.ts';
import { readHits } from './read-hits.ts';
import type { SearchServices } from './services.ts';
import { wordsOrBody } from './words-or-body.ts';
import { adminDeadline, watchSearch } from './watch.ts';

/**
 * Runs one search for the admin port, with the credentials of the admin request, and says what every stage did to it.
 * @throws GatewayError as {@link watchSearch}, and `bad_request` where the engine refuses the search
 */
export async function explainSearch(services: SearchServices, asked: ExplainRequest): Promise<Explanation> {
  const {
    answer,
    status,
    candidates,
    sent,
    relevanceStatus: _,
    ...seen
  } = await watchSearch(services, {
    index: asked.index,
    body: wordsOrBody(services.catalog, asked),
    context: asked.context,
    pipeline: asked.pipeline,
    headers: asked.headers,
    signal: adminDeadline(),
  });
  const { total, hits, error } = readHits(answer);
  if (status !== 200) {
    throw new GatewayError('bad_request', `the engine answered ${status}: ${error ?? 'no reason'}`);
  }
  const known = new Map(candidates.map((candidate) => [documentKey(candidate), candidate]));
  return {
    index: asked.index,
    ...seen,
    sent: JSON.parse(Buffer.from(sent).toString()) as unknown,
    total,
    hits: hits.map((hit) => {
      const { legs = [], notes = [] } = known.get(documentKey(hit)) ?? {};
      return { ...hit, legs, notes };
    }),
  };
}
