import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { formatCommonRules } from '../../rules/common/format.ts';
import { parseCommonRules } from '../../rules/common/parse.ts';
import { print } from '../output.ts';
import { faultsText } from './explanation-text.ts';
import { ruleFilesIn } from './files.ts';

interface FormatOptions {
  readonly check?: true;
}

const ENDING = '.rules.txt';

/** `relevance rules format`: common rules as all such files should look. */
export function formatRulesCommand(): Command {
  return new Command('format')
    .description(`Format files of common rules (${ENDING}) in place; comments stay.`)
    .argument('<paths...>', 'rule files, and folders of them; - formats standard input')
    .option('--check', 'change nothing; exit code 1 when a file is not formatted')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance rules format rules\n  relevance rules format --check shop.rules.txt\n  relevance rules format - < shop.rules.txt',
    )
    .action(format);
}

async function format(paths: readonly string[], { check }: FormatOptions): Promise<void> {
  if (paths.length === 1 && paths[0] === '-') {
    const formatted = formattedOrReported('standard input', readFileSync(0, 'utf8'));
    if (formatted !== undefined) process.stdout.write(formatted);
    return;
  }
  const { texts, errors } = await ruleFilesIn(paths);
  if (errors.length > 0) {
    process.exitCode = 1;
    print(faultsText(errors));
  }
  for (const { file, text } of texts) {
    if (!file.endsWith(ENDING)) continue;
    const formatted = formattedOrReported(file, text);
    if (formatted === undefined || formatted === text) continue;
    if (check) process.exitCode = 1;
    else writeFileSync(file, formatted);
    print(check ? `${file} is not formatted` : `${file} formatted`);
  }
}

/** A faulty file is left alone: what it means is not known. Words are not looked at. */
function formattedOrReported(file: string, text: string): string | undefined {
  const { errors } = parseCommonRules({ file, text }, { tokenise: (words) => [words] });
  if (errors.length === 0) return formatCommonRules(text);
  process.exitCode = 1;
  print(faultsText(errors));
  return undefined;
}
