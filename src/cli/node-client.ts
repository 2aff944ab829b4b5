import { readFileSync } from 'node:fs';
import { accountHeader } from '../config/account-header.ts';
import type { Config } from '../config/schema.ts';
import { createConnector } from '../elasticsearch/tls.ts';
import { EngineClient } from './engine-client.ts';

type Cluster = Config['elasticsearch'];

/** Makes clients of the configured nodes, past any gateway: one way of checking certificates serves them all. */
export function nodeClients(cluster: Cluster): (url: string) => EngineClient {
  const { tls, connectTimeoutMs } = cluster;
  const ca = tls.caFile === null ? null : readFileSync(tls.caFile, 'utf8');
  const connect = createConnector({ ca, fingerprint: tls.fingerprint }, connectTimeoutMs);
  const headers = accountHeaders(cluster);
  return (url) => new EngineClient({ url, headers, connect });
}

/** The command line works on the gateway's own account. */
export function accountHeaders({ account }: Pick<Cluster, 'account'>): Readonly<Record<string, string>> {
  const authorization = accountHeader(account);
  return authorization === undefined ? {} : { authorization };
}
