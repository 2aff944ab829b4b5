import type { EngineClient } from './engine-client.ts';

/**
 * The mapping of an index, or those of all indices behind an alias.
 * @throws GatewayError `upstream_protocol` where there is no such index
 */
export async function mappingsOf<Mapping>(client: EngineClient, index: string): Promise<readonly Mapping[]> {
  const path = `/${encodeURIComponent(index)}/_mapping`;
  const answer = (await client.expect({ method: 'GET', path })) as Readonly<
    Record<string, { readonly mappings: Mapping }>
  >;
  return Object.values(answer).map(({ mappings }) => mappings);
}
