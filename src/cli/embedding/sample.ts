import type { EngineClient } from '../engine-client.ts';

/** Documents that are read to find out what an index holds. */
const DOCUMENTS = 200;

/** `_source` of some documents of an index. */
export async function sampleOf(client: EngineClient, index: string): Promise<readonly object[]> {
  const path = `/${encodeURIComponent(index)}/_search`;
  const { hits } = (await client.expect({
    method: 'POST',
    path,
    body: JSON.stringify({ size: DOCUMENTS }),
  })) as {
    readonly hits: { readonly hits: readonly { readonly _source?: unknown }[] };
  };
  return hits.hits
    .map(({ _source }) => _source)
    .filter((source): source is object => typeof source === 'object' && source !== null);
}
