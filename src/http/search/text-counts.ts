import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SearchEngine } from '../../domain/engine.ts';
import type { LegSearch } from '../../domain/search.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { hitsRequest } from '../../search-api/count-hits.ts';
import { countRequest, readCounts, readHits } from '../../search-api/count-texts.ts';
import { legHeaders } from '../../search-api/leg-headers.ts';
import { credentialsOf } from './credentials.ts';
import { legRequest } from './leg.ts';

const KEEP_MS = 60_000;
const KEEP_COUNTS = 50_000;

/** Who waits for it, and what it is a part of where that is recorded. */
type Asker = Pick<LegSearch, 'signal' | 'span'>;

/** How many documents hold a text, as its caller may see them; remembered for a minute. */
export interface TextCounts {
  /**
   * @returns the counts in the order of the texts; null for what the engine refused to count
   * @throws GatewayError `upstream_*` when the engine does not answer
   */
  count(request: SearchRequest, texts: readonly string[], asker: Asker): Promise<readonly (number | null)[]>;
  /**
   * @returns how many documents a compiled body finds, up to `atMost`; null where there is no query to count, or the
   *   engine refused; not remembered
   * @throws GatewayError `upstream_*` when the engine does not answer
   */
  hits(
    request: SearchRequest,
    counted: { readonly body: Uint8Array; readonly atMost: number },
    asker: Asker,
  ): Promise<number | null>;
}

export function createTextCounts(engine: SearchEngine): TextCounts {
  const known = new LRUCache<string, number>({ max: KEEP_COUNTS, ttl: KEEP_MS });
  return {
    async count(request, texts, { signal, span }) {
      const prefix = scopeOf(request);
      const missing = [...new Set(texts)].filter((text) => known.get(prefix + text) === undefined);
      const fresh = new Map<string, number | null>();
      if (missing.length > 0) {
        const { path, body } = countRequest(request, missing);
        const head = { method: 'POST', path, headers: legHeaders(request.headers), span };
        const answer = await engine.exchange(legRequest(head, body, ''), signal);
        // Whoever may not count is told that nothing is known.
        const counts = answer.status === 200 ? readCounts(answer.body, missing.length) : [];
        missing.forEach((text, at) => {
          const count = counts[at] ?? null;
          fresh.set(text, count);
          if (count !== null) known.set(prefix + text, count);
        });
      }
      return texts.map((text) => fresh.get(text) ?? known.get(prefix + text) ?? null);
    },
    async hits(request, { body, atMost }, { signal, span }) {
      const counting = hitsRequest(request, body, atMost);
      if (counting === undefined) return null;
      const head = { method: 'POST', path: counting.path, headers: legHeaders(request.headers), span };
      const answer = await engine.exchange(legRequest(head, counting.body, ''), signal);
      return answer.status === 200 ? readHits(answer.body) : null;
    },
  };
}

/** Who asks, where: counts are never shared beyond it. */
function scopeOf({ headers, indices, clauses }: SearchRequest): string {
  const fields = clauses.map(({ nestedPath, fields: named }) => [nestedPath, named.map(({ name }) => name)]);
  const hash = createHash('sha256').update(JSON.stringify([indices, fields, credentialsOf(headers)]));
  return `${hash.digest('base64')} `;
}
