import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { CommandError } from '../command.ts';
import { print, printJson } from '../output.ts';
import { answerOrFault, answerTo } from './answer.ts';
import { type ExplainArguments, withExplainOptions } from './arguments.ts';
import { explanationText, faultsText } from './explanation-text.ts';

const HELP = `
Examples:
  relevance rules explain --file shop.rules.txt --query 'red shoes'
  relevance rules explain --file typos.replace.txt --file shop.rules.txt --query 'red shose' --json
  relevance rules explain --file shop.rules.txt --query sofa --context '{"segment": ["vip"]}' --criteria limit=1
  echo '[["--file", "shop.rules.txt", "--query", "sofa"]]' | relevance rules explain --batch`;

/** `relevance rules explain`: which rules fire for a query, and what they make of it. */
export function explainRulesCommand(): Command {
  return withExplainOptions(new Command('explain'))
    .description('Apply rule files to one query, without any engine.')
    .option('--json', 'print JSON')
    .option('--batch', 'read a JSON array of argument lists from standard input; print one line for each')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(given: ExplainArguments): Promise<void> {
  if (given.batch) return runBatch();
  const answer = await answerTo(given);
  if ('errors' in answer) process.exitCode = 1;
  if (given.json) printJson(answer);
  else print('errors' in answer ? faultsText(answer.errors) : explanationText(answer));
}

async function runBatch(): Promise<void> {
  for (const list of readBatch()) {
    const answer = await answerOrFault(list);
    print(JSON.stringify(answer));
  }
}

function readBatch(): readonly (readonly string[])[] {
  try {
    const lists: unknown = JSON.parse(readFileSync(0, 'utf8'));
    if (Array.isArray(lists) && lists.every(isArgumentList)) return lists;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandError('--batch: write a JSON array of arrays of texts to standard input', 2);
}

function isArgumentList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
