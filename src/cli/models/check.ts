import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Config } from '../../config/schema.ts';
import { checkModel, type ModelReport } from '../../inference/check.ts';
import { modelFolder } from '../../composition/model-folders.ts';
import { CONFIG_OPTION } from '../command.ts';
import { print, printJson } from '../output.ts';
import { settings, type SettingsOptions } from '../settings.ts';
import { cpu, foldersInUse } from './usage.ts';

interface CheckOptions extends Pick<SettingsOptions, 'config'> {
  readonly json?: true;
}

/** `relevance models check`: whether a folder holds a model that can be used. */
export function checkModelsCommand(): Command {
  return new Command('check')
    .description(
      'Load models, run them and hold them to their golden.json, on the CPU; exit code 1 when one cannot be used.',
    )
    .argument('[folders...]', 'folders or names of models; every one that `models list` lists unless given')
    .option(...CONFIG_OPTION)
    .option('--json', 'print a list of {"name", "folder", "fault", "model", "warnings"}')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance models check\n  relevance models check ./my-reranker\n  relevance models check be-en --json',
    )
    .action(check);
}

async function check(folders: readonly string[], options: CheckOptions): Promise<void> {
  const { config } = settings(options);
  const paths =
    folders.length === 0 ? [...foldersInUse(config).keys()] : folders.map((folder) => pathOf(folder, config));
  const reports: ModelReport[] = [];
  for (const path of paths) {
    const report = await checkModel(path, cpu(config), 'prove');
    reports.push(report);
    if (!options.json) print(textOf(report));
  }
  if (options.json) printJson(reports);
  else if (reports.length === 0) print('There is no model.');
  if (reports.some(({ fault }) => fault !== null)) process.exitCode = 1;
}

/** A folder from here, or the name of a model where there is no such folder. */
function pathOf(folder: string, { models }: Config): string {
  const here = resolve(folder);
  return existsSync(here) || /[\\/]/.test(folder) ? here : modelFolder(folder, models);
}

function textOf({ name, folder, fault, model, warnings }: ModelReport): string {
  if (model === null) return `${name}: cannot be used: ${fault}\n  ${folder}`;
  const { kind, id, dims, maxTokens, opset, tokenizer, golden, megabytes, msFor50 } = model;
  const facts = [
    kind === 'encoder' ? `encoder of ${dims} dimensions` : kind,
    `${megabytes} MB`,
    `at most ${maxTokens} tokens`,
    `opset ${opset ?? 'unknown'}`,
    `tokenizer: ${tokenizer === 'word-piece' ? 'WordPiece' : 'Hugging Face’s library'}`,
  ];
  return [
    `${name}: sound`,
    `  ${facts.join(', ')}`,
    `  id ${id}; ${golden} golden entries hold; ${msFor50} ms for 50 full inputs here`,
    ...warnings.map((warning) => `  warning: ${warning}`),
  ].join('\n');
}
