import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { Unreadable } from '../../rules/common/terms.ts';
import { type RuleFault, type RuleProgram, unexpanded } from '../../rules/expansion.ts';
import { uniform } from '../../rules/source/uniform.ts';
import { CommandError } from '../command.ts';
import { print, printJson } from '../output.ts';
import {
  type ExplainArguments,
  fileOptionsOf,
  readArguments,
  requestOf,
  withExplainOptions,
} from './arguments.ts';
import { explained, type ExplainedRules, type FaultyRules } from './explained.ts';
import { explanationText, faultsText } from './explanation-text.ts';
import { parseSource, readSources } from './files.ts';
import { cutFor, queryTerms } from './terms.ts';

type Answer = ExplainedRules | FaultyRules;

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

async function answerTo(given: ExplainArguments): Promise<Answer> {
  const { query, fields } = given;
  if (query === undefined) throw new CommandError('give --query', 2);
  if (given.file.length === 0) throw new CommandError('give --file', 2);
  const options = fileOptionsOf(given.option);
  const request = requestOf(given);
  const { sources, errors: unread } = readSources(given.file);
  const cut = await cutFor([query, ...sources.map(({ text }) => text)]);
  const errors: RuleFault[] = [...unread];
  const programs: RuleProgram[] = [];
  for (const source of sources) {
    const read = parseSource(source, options, cut);
    if ('message' in read) errors.push(read);
    else errors.push(...read.errors);
    if ('program' in read) programs.push(read.program);
  }
  if (errors.length > 0) return { errors };
  const terms = queryTerms(query, fields, cut.tokenise);
  const before = unexpanded(uniform(query), terms);
  try {
    const after = programs.reduce((expansion, program) => program.rewrite(expansion, request), before);
    return { ...explained(after), query };
  } catch (error) {
    // A criterion is read when the first rule fires.
    if (error instanceof Unreadable) throw new CommandError(`--criteria filter: ${error.message}`, 2);
    throw error;
  }
}

async function runBatch(): Promise<void> {
  for (const list of readBatch()) {
    const answer = await answerOrFault(list);
    print(JSON.stringify(answer));
  }
}

async function answerOrFault(
  list: readonly string[],
): Promise<{ readonly exit: number; readonly output: Answer }> {
  try {
    const output = await answerTo(readArguments(list));
    return { exit: 'errors' in output ? 1 : 0, output };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { exit: error.exitCode, output: { errors: [{ file: '', line: 0, message: error.message }] } };
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
