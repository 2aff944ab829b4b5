import { Command } from 'commander';
import { checkModel } from '../../inference/check.ts';
import { CONFIG_OPTION } from '../command.ts';
import { columns, print, printJson } from '../output.ts';
import { settings, type SettingsOptions } from '../settings.ts';
import { cpu, foldersInUse } from './usage.ts';

interface ListOptions extends Pick<SettingsOptions, 'config'> {
  readonly json?: true;
}

/** `relevance models list`: what models there are, and what each is used for. */
export function listModelsCommand(): Command {
  return new Command('list')
    .description('List the models that come with the gateway, those of `models.folder` and those configured.')
    .option(...CONFIG_OPTION)
    .option('--json', 'print a list of {"name", "folder", "use", "fault", "model", "warnings"}')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance models list\n  relevance models list --config staging.yaml --json',
    )
    .action(list);
}

async function list(options: ListOptions): Promise<void> {
  const { config } = settings(options);
  const rows = [];
  for (const [folder, use] of foldersInUse(config)) {
    rows.push({ ...(await checkModel(folder, cpu(config), 'load')), use: use === '' ? null : use });
  }
  if (options.json) return printJson(rows);
  if (rows.length === 0) return print('There is no model.');
  const table = rows.map(({ name, use, fault, model }) => [
    name,
    model?.kind ?? 'faulty',
    use ?? '',
    model === null ? '' : `${model.megabytes} MB`,
    model?.languages.join(' ') ?? '',
    fault ?? model?.id ?? '',
  ]);
  print(columns([['model', 'kind', 'used as', 'size', 'languages', 'id'], ...table]).join('\n'));
}
