import type { Config } from '../config/schema.ts';
import type { AppOptions } from '../app.ts';
import { CommandError } from './command.ts';
import { EngineClient } from './engine-client.ts';
import { checkNoGateway } from './no-gateway.ts';
import { accountHeaders, nodeClients } from './node-client.ts';
import { openOwnApp } from './own-app.ts';
import { urlOf } from '../process/address.ts';
import type { StageFactory } from '../pipeline/registry.ts';
import type { RuleFolder } from '../live-rules/rule-folder.ts';
import type { RuleText } from '../rules/rule-reader.ts';
import type { SettingsOptions } from './settings.ts';
import { settings } from './settings.ts';

/** Somewhere to send requests, to be closed after use. */
export interface Target {
  readonly client: EngineClient;
  close(): Promise<void>;
}

export interface GatewayOptions extends SettingsOptions {
  /** What is going to be searched. */
  readonly index: string;
  /** `--gateway`: wins over everything else. */
  readonly gateway?: string;
  /** These rules instead of the configured ones; the gateway is then always one of our own. */
  readonly trial?: RuleTrial;
  /** Whether a gateway of our own lets itself be taken apart, whatever the configuration says. */
  readonly debug?: boolean;
}

/** What a gateway of our own has besides what is configured. */
export interface Extras {
  readonly stages: ReadonlyMap<string, StageFactory>;
  readonly adapt: (config: Config) => Config;
}

/** Rules to try. */
export interface RuleTrial {
  readonly texts: readonly RuleText[];
  /** The time that they go by, milliseconds since 1970. */
  readonly now: () => number;
}

/** How long a gateway may take to say that it is there, on a busy machine too: where nobody listens that is known at once. */
const PROBE_MS = 5000;
/** How long models may take to be loaded. */
const MODELS_MS = 60_000;

/** The engine itself: the first configured node, past any gateway, or the embedded one. */
export async function openEngine(options: SettingsOptions): Promise<Target> {
  const { config } = settings(options);
  const [url] = config.elasticsearch.nodes;
  if (url === undefined) return openEmbedded(config);
  return targetAt(nodeClients(config.elasticsearch)(url));
}

/**
 * A gateway: the one named, or one of our own in front of the configured nodes, on a port of its own for as
 * long as the target is open.
 */
export async function openGateway(options: GatewayOptions): Promise<Target> {
  const configured = settings(options).config;
  const config = options.debug === true ? { ...configured, debug: { allow: true } } : configured;
  if (options.gateway !== undefined) {
    return targetAt(
      new EngineClient({ url: options.gateway, headers: accountHeaders(config.elasticsearch) }),
    );
  }
  await checkNoGateway(
    config,
    options.index,
    options.trial === undefined ? 'this gateway with --gateway' : undefined,
  );
  if (options.trial !== undefined) {
    return startGateway({ ...config, rules: { ...config.rules, watch: false } }, { trial: options.trial });
  }
  return config.elasticsearch.nodes.length === 0 ? openEmbedded(config) : startGateway(config);
}

/**
 * A gateway of our own in any case, with stages of our own.
 * @throws CommandError where another one holds the embedded engine's data
 */
export async function openOwnGateway(
  options: SettingsOptions & { readonly index: string },
  extras: Extras,
): Promise<Target> {
  const config = extras.adapt(settings(options).config);
  await checkNoGateway(config, options.index, undefined);
  const embedded = config.elasticsearch.nodes.length === 0;
  if (embedded && (await answers(urlOf(config.server)))) {
    throw new CommandError(
      `a gateway at ${urlOf(config.server)} holds the embedded engine's data: stop it first, or name --es`,
    );
  }
  return startGateway(config, { stages: extras.stages });
}

/** The embedded engine's data belong to one process: where a gateway runs on them, it is asked. */
async function openEmbedded(config: Config): Promise<Target> {
  const url = urlOf(config.server);
  return (await answers(url)) ? targetAt(new EngineClient({ url })) : startGateway(config);
}

async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(PROBE_MS);
  const answer = await fetch(url, { method: 'HEAD', signal }).catch(() => undefined);
  return answer?.headers.get('x-elastic-product') === 'Elasticsearch';
}

async function startGateway(
  config: Config,
  { trial, stages }: { readonly trial?: RuleTrial; readonly stages?: Extras['stages'] } = {},
): Promise<Target> {
  const own = await openOwnApp(config, {
    // What is tried are rules: models would only make it slow.
    modelsMs: trial === undefined ? MODELS_MS : undefined,
    ...(stages === undefined ? {} : { stages }),
    ...trialOptions(trial),
  });
  const { app, models } = own;
  const faulty = models?.health().find(({ state }) => state !== 'up');
  if (faulty !== undefined) {
    await own.close();
    // What is measured must not be a gateway without its models.
    throw new CommandError(`${faulty.name}: ${faulty.detail}`);
  }
  const { port } = await app.data.listen(0, '127.0.0.1');
  const client = new EngineClient({
    url: `http://127.0.0.1:${port}`,
    headers: accountHeaders(config.elasticsearch),
  });
  return {
    client,
    async close() {
      await client.close();
      await app.data.drain(0);
      await own.close();
    },
  };
}

function targetAt(client: EngineClient): Target {
  return { client, close: () => client.close() };
}

function trialOptions(trial: RuleTrial | undefined): Pick<AppOptions, 'now' | 'rulesFrom'> {
  if (trial === undefined) return {};
  const folder: RuleFolder = { texts: trial.texts, errors: [], warnings: [] };
  return { now: trial.now, rulesFrom: () => ({ read: folder }) };
}
