import { Command } from 'commander';
import { ConfigError, formatFault } from '../config/fault.ts';
import type { LoadedConfig } from '../config/load.ts';
import { colour } from './colour.ts';
import { CONFIG_OPTION } from './command.ts';
import { checkCluster } from './doctor/cluster.ts';
import { fault, type Finding, ok } from './doctor/finding.ts';
import { checkIndices } from './doctor/indices.ts';
import { checkDataFolder, checkPorts, checkRunning } from './doctor/machine.ts';
import { checkModels } from './doctor/models.ts';
import { checkPipelines } from './doctor/pipelines.ts';
import { checkAnalyzers, checkDictionaries, checkRuleFiles } from './doctor/words.ts';
import { print, printJson } from './output.ts';
import { settings, type SettingsOptions } from './settings.ts';

interface DoctorOptions extends SettingsOptions {
  readonly json?: true;
}

const HELP = `
Examples:
  relevance doctor
  relevance doctor --es http://127.0.0.1:9200
  relevance doctor --config /etc/relevance.yaml --json

Exit code 0 when there is no fault, warnings or not; 1 when there is one. Nothing is changed anywhere.`;

/** `relevance doctor`: what keeps a gateway from being as good as it could be, and what to do about it. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Check configuration, ports, data folder, pipelines, cluster, mappings, analyzers, dictionaries, rules and models, and say what to do.',
    )
    .option('--es <url>', 'Elasticsearch to look at (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print {"ok", "findings": [{"about", "state", "detail", "advice"}]}')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(options: DoctorOptions): Promise<void> {
  const show = (finding: Finding): void => {
    if (!options.json) print(lineOf(finding));
  };
  const findings: Finding[] = [];
  for await (const finding of examine(options)) {
    findings.push(finding);
    show(finding);
  }
  const faults = findings.filter(({ state }) => state === 'fault').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (faults > 0) process.exitCode = 1;
  if (options.json) printJson({ ok: faults === 0, findings });
  else print(`\n${counted(faults, 'fault')}, ${counted(warnings, 'warning')}`);
}

/** One part after the other; a part that cannot be looked at is a fault of its own, and the others are looked at. */
async function* examine(options: DoctorOptions): AsyncGenerator<Finding> {
  let loaded: LoadedConfig;
  try {
    loaded = settings(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const one of error.faults)
      yield fault('configuration', formatFault(one), 'mend it; relevance config reference lists all keys');
    return;
  }
  const { config, source } = loaded;
  yield ok('configuration', source ?? 'built-in defaults');
  const parts: readonly (readonly [string, () => Promise<readonly Finding[]>])[] = [
    ['data folder', async () => [await checkDataFolder(config)]],
    ['ports', () => checkPorts(config)],
    ['pipelines', async () => [await checkPipelines(config)]],
    ['cluster', () => checkCluster(config)],
    ['mappings', () => checkIndices(config)],
    ['dictionaries', () => checkDictionaries(config, Date.now())],
    ['analyzers', () => checkAnalyzers(config)],
    ['rules', () => checkRuleFiles(config)],
    ['models', () => checkModels(config)],
    ['running gateway', () => checkRunning(config)],
  ];
  for (const [about, check] of parts) {
    yield* await check().catch((error: unknown) => [
      fault(
        about,
        error instanceof Error ? error.message : String(error),
        'this part could not be looked at',
      ),
    ]);
  }
}

const MARKS = {
  ok: ['ok     ', 'green'],
  warning: ['warning', 'yellow'],
  fault: ['fault  ', 'red'],
} as const;

function lineOf({ about, state, detail, advice }: Finding): string {
  const [mark, name] = MARKS[state];
  const line = `${colour(mark, name)}  ${about}: ${detail}`;
  return advice === null ? line : `${line}\n         → ${advice}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
