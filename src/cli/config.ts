import { Command } from 'commander';
import { ConfigError, formatFault } from '../config/fault.ts';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import { configReference } from '../config/reference.ts';
import { maskSecrets } from '../config/secrets.ts';
import { driftText } from '../composition/analyzer-drift.ts';
import { CONFIG_OPTION } from './command.ts';
import { planFault } from './plan-check.ts';
import { wordCheck } from './word-check.ts';
import { print, printJson } from './output.ts';

interface ConfigOptions {
  readonly config?: string;
  readonly json?: true;
}

/** `relevance config check|show|reference`. */
export function configCommand(): Command {
  const config = new Command('config')
    .description('Check, show and describe the configuration.')
    .addHelpText('after', '\nExamples:\n  relevance config check\n  relevance config show');

  config
    .command('check')
    .description(
      'Report every fault with file, line and column; exit code 1 when there is one. With an Elasticsearch configured, also say where its analyzers cut words otherwise than the gateway.',
    )
    .option(...CONFIG_OPTION)
    .option('--json', 'print {"source", "faults": […], "analyzers": […]}')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance config check\n  relevance config check --config staging.yaml --json',
    )
    .action(check);

  config
    .command('show')
    .description('Print the configuration in force, defaults included, secrets masked.')
    .option(...CONFIG_OPTION)
    .addHelpText('after', '\nExample:\n  RELEVANCE_PORT=9700 relevance config show')
    .action((options: ConfigOptions) => {
      printJson(maskSecrets(load(options).config));
    });

  config
    .command('reference')
    .description('Print the reference page of all keys, in Markdown.')
    .addHelpText('after', '\nExample:\n  relevance config reference > docs/configuration.md')
    .action(() => {
      process.stdout.write(configReference());
    });

  return config;
}

function load({ config }: ConfigOptions) {
  return loadConfig({ file: config, env: process.env, cwd: process.cwd() });
}

async function check(options: ConfigOptions): Promise<void> {
  let loaded: LoadedConfig;
  try {
    loaded = load(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.exitCode = 1;
    if (options.json) printJson({ source: options.config ?? null, faults: error.faults, analyzers: [] });
    else print(error.faults.map(formatFault).join('\n'));
    return;
  }
  const { config, source } = loaded;
  const { faults: unsound, drift } = await wordCheck(config);
  const refused = await planFault(config);
  const faults = refused === undefined ? unsound : [refused, ...unsound];
  if (faults.length > 0) process.exitCode = 1;
  if (options.json) {
    printJson({ source, faults: faults.map((message) => ({ message })), analyzers: drift });
    return;
  }
  const lines = faults.length === 0 ? [`${source ?? 'built-in defaults'}: no faults`] : faults;
  print([...lines, ...drift.map(driftText)].join('\n'));
}
