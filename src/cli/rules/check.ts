import { Command } from 'commander';
import type { RuleFault } from '../../rules/expansion.ts';
import { readRuleSet } from '../../rules/rule-set.ts';
import { completed } from '../../rules/source/steps.ts';
import { print, printJson } from '../output.ts';
import { fileOptionsOf, OPTION_NAMES } from './arguments.ts';
import { faultsText } from './explanation-text.ts';
import { dictionaryReader, ruleFilesIn } from './files.ts';
import { cutFor } from './terms.ts';

interface CheckOptions {
  readonly option: readonly string[];
  readonly json?: true;
}

/** `relevance rules check`: every fault of rule files and folders. */
export function checkRulesCommand(): Command {
  return new Command('check')
    .description('Report every fault and doubt with file and line; exit code 1 when there is a fault.')
    .argument('<paths...>', 'rule files, and folders of them')
    .option(
      '--option <name[=value]>',
      `${OPTION_NAMES.join(', ')}; repeatable`,
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--json', 'print {"files", "errors", "warnings"}')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance rules check rules\n  relevance rules check shop.rules.txt --option boolean-input --json',
    )
    .action(check);
}

async function check(paths: readonly string[], { option, json }: CheckOptions): Promise<void> {
  const options = fileOptionsOf(option);
  const { texts, errors: unread } = await ruleFilesIn(paths);
  const cut = await cutFor(texts.map(({ text }) => text));
  const set = completed(
    readRuleSet(texts, (_, file) => ({ ...options, ...cut, readDictionary: dictionaryReader(file) })),
  );
  const errors = [...unread, ...set.errors];
  const { warnings } = set;
  if (errors.length > 0) process.exitCode = 1;
  if (json) printJson({ files: texts.map(({ file }) => file), errors, warnings });
  else print(report(texts.length, errors, warnings));
}

function report(files: number, errors: readonly RuleFault[], warnings: readonly RuleFault[]): string {
  const doubts = warnings.map((warning) => ({ ...warning, message: `warning: ${warning.message}` }));
  const lines = [errors, doubts].filter((faults) => faults.length > 0).map(faultsText);
  return [...lines, `${files} files, ${errors.length} errors, ${warnings.length} warnings`].join('\n');
}
