import { readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import { EngineClient } from './engine-client.ts';
import type { SettingsOptions } from './settings.ts';
import { settings } from './settings.ts';

/** Somewhere to send requests, to be closed after use. */
export interface Target {
  readonly client: EngineClient;
  close(): Promise<void>;
}

export interface GatewayOptions extends SettingsOptions {
  /** `--gateway`: wins over everything else. */
  readonly gateway?: string;
}

/** The engine itself, past any gateway: the first configured node. */
export async function openEngine(options: SettingsOptions): Promise<Target> {
  const { config } = settings(options);
  const [url] = config.elasticsearch.nodes;
  if (url === undefined) throw new Error('embedded: not yet');
  return targetAt(new EngineClient({ url, headers: login(config), tls: tlsOf(config) }));
}

/** A gateway: the one named, or one of our own in front of the engine. */
export async function openGateway(options: GatewayOptions): Promise<Target> {
  if (options.gateway === undefined) return openEngine(options);
  const { config } = settings(options);
  return targetAt(new EngineClient({ url: options.gateway, headers: login(config) }));
}

function targetAt(client: EngineClient): Target {
  return { client, close: () => client.close() };
}

/** The command line works on the gateway's own account. */
function login({ elasticsearch: { account } }: Config): Readonly<Record<string, string>> {
  if (account.apiKey !== null) return { authorization: `ApiKey ${account.apiKey}` };
  if (account.username === null) return {};
  const pair = `${account.username}:${account.password ?? ''}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function tlsOf({ elasticsearch: { tls } }: Config): { readonly ca?: string } {
  return tls.caFile === null ? {} : { ca: readFileSync(tls.caFile, 'utf8') };
}
