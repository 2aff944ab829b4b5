import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { accountHeader } from '../config/account-header.ts';
import type { Config } from '../config/schema.ts';
import { urlOf } from '../process/address.ts';
import type { ExplainRequest } from '../http/admin/services.ts';
import type { Explanation } from '../admin-api/explain.ts';
import { CommandError, CONFIG_OPTION } from './command.ts';
import { explainText } from './explain-text.ts';
import { print, printJson } from './output.ts';
import { checkNoGateway } from './no-gateway.ts';
import { settings } from './settings.ts';
import { openOwnApp } from './own-app.ts';

interface ExplainOptions {
  readonly index: string;
  readonly query?: string;
  readonly body?: string;
  readonly pipeline?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly es?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance explain`: one search, stage by stage. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Show what every stage does to one search, and why each hit is where it is.')
    .requiredOption('--index <name>', 'index or alias to search')
    .option('--query <text>', 'the words, as a user would type them')
    .option('--body <file>', 'a search body instead, as JSON; - reads standard input')
    .option('--pipeline <name>', 'pipeline (default: the one that the index goes through)')
    .option('--context <key=value>', 'what rules may ask for, such as device=app; repeatable', pair, {})
    .option('--es <url>', 'Elasticsearch to search (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the whole explanation as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance explain --index products --query 'iphone15pro手机壳'
  relevance explain --index products --body search.json --json
  relevance explain --es http://127.0.0.1:9200 --index shop --query 'usb c cable'

On the embedded engine, a running gateway is asked by its admin port.`;

async function run(options: ExplainOptions): Promise<void> {
  if ((options.query === undefined) === (options.body === undefined)) {
    throw new CommandError('give --query or --body, one of the two', 2);
  }
  const { config } = settings(options);
  const request: ExplainRequest = {
    index: options.index,
    context: options.context,
    headers: login(config),
    ...(options.query === undefined ? {} : { query: options.query }),
    ...(options.body === undefined ? {} : { body: readBody(options.body) }),
    ...(options.pipeline === undefined ? {} : { pipeline: options.pipeline }),
  };
  const asked = config.elasticsearch.nodes.length === 0 ? await askGateway(config, request) : undefined;
  const explanation = asked ?? (await explainHere(config, request));
  if (options.json) printJson(explanation);
  else print(explainText(explanation));
}

/** The embedded engine's data belong to one process; where a gateway runs on them, it answers. */
async function askGateway(
  config: Config,
  { index, query, body, context, pipeline }: ExplainRequest,
): Promise<Explanation | undefined> {
  const { adminHost, adminPort } = config.server;
  const { token } = config.admin;
  const answer = await fetch(`${urlOf({ host: adminHost, port: adminPort })}/api/explain`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { 'relevance-admin-token': token }),
    },
    body: JSON.stringify({ index, query, body, context, pipeline }),
  }).catch(() => undefined);
  if (answer === undefined) return undefined;
  const json = (await answer.json()) as Explanation | { readonly error: { readonly message: string } };
  if ('error' in json) throw new CommandError(json.error.message);
  return json;
}

/** How long models may take to be loaded; without them the explanation says so. */
const MODELS_MS = 30_000;

/** Runs the search in this process, through the same pipeline that the gateway would build. */
async function explainHere(config: Config, request: ExplainRequest): Promise<Explanation> {
  await checkNoGateway(config, request.index, undefined);
  const { app, close } = await openOwnApp(config, { modelsMs: MODELS_MS });
  try {
    return await app.services.explain(request);
  } finally {
    await close();
  }
}

/** The command line searches on the gateway's own account. */
function login({ elasticsearch: { account } }: Config): readonly string[] {
  const header = accountHeader(account);
  return header === undefined ? [] : ['Authorization', header];
}

function readBody(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch (error) {
    throw new CommandError(`--body ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new CommandError(`--body ${file}: must be a JSON object`);
}

function pair(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected key=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
