import { accountHeader } from '../config/account-header.ts';
import type { Config } from '../config/schema.ts';
import type { SearchEngine } from '../domain/engine.ts';
import type { AccountSearch } from '../stages/retrieve/list.ts';

/** Searches on the gateway's own account, for what is the gateway's to know and is shown to nobody. */
export function accountSearchOn(
  engine: SearchEngine,
  { elasticsearch }: Pick<Config, 'elasticsearch'>,
): AccountSearch {
  const login = accountHeader(elasticsearch.account);
  const headers = [
    'content-type',
    'application/json',
    ...(login === undefined ? [] : ['authorization', login]),
  ];
  return (index, body, signal) =>
    engine.exchange({ method: 'POST', path: `/${encodeURIComponent(index)}/_search`, headers, body }, signal);
}
