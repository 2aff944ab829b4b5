import type { CatalogueVocabulary } from '../../stages/understand/correct/correction.ts';
import { foldCase } from '../../text/normalise.ts';
import type { EngineClient } from '../engine-client.ts';
import { textFields } from './text-fields.ts';

const PAGE = 1000;
const KEEP_ALIVE = '1m';
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}]+)*/gu;
/** Phrases that the corrector asks for: two words. */
const PHRASE = 2;

interface Page {
  readonly pit_id: string;
  readonly hits: {
    readonly hits: readonly { readonly _source?: unknown; readonly sort: readonly unknown[] }[];
  };
}

/**
 * Words and pairs of words in the text fields of an index, by how many documents hold them, read at one point in
 * time.
 * @throws GatewayError for whatever the engine refuses
 */
export async function indexVocabulary(client: EngineClient, index: string): Promise<CatalogueVocabulary> {
  const fields = await textFields(client, index);
  const counts = new Map<string, number>();
  const opened = (await client.expect({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_pit?keep_alive=${KEEP_ALIVE}`,
  })) as { readonly id: string };
  let { id } = opened;
  try {
    let after: readonly unknown[] | undefined;
    for (;;) {
      const body = {
        size: PAGE,
        _source: fields,
        pit: { id, keep_alive: KEEP_ALIVE },
        sort: [{ _shard_doc: 'asc' }],
        track_total_hits: false,
        ...(after === undefined ? {} : { search_after: after }),
      };
      const page = (await client.expect({
        method: 'POST',
        path: '/_search',
        body: JSON.stringify(body),
      })) as Page;
      id = page.pit_id;
      for (const { _source } of page.hits.hits) count(_source, counts);
      after = page.hits.hits.at(-1)?.sort;
      if (page.hits.hits.length < PAGE) break;
    }
  } finally {
    await client.expect({ method: 'DELETE', path: '/_pit', body: JSON.stringify({ id }) });
  }
  return { frequency: (term) => counts.get(term) ?? 0 };
}

function count(source: unknown, counts: Map<string, number>): void {
  const terms = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const words = Array.from(foldCase(value).matchAll(WORDS), ([word]) => word);
      words.forEach((word, at) => {
        terms.add(word);
        if (at + PHRASE <= words.length) terms.add(words.slice(at, at + PHRASE).join(' '));
      });
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(source);
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
}
