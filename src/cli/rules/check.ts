import { Command } from 'commander';
import { GatewayError } from '../../errors.ts';
import type { RuleFault } from '../../rules/expansion.ts';
import type { RuleText } from '../../rules/rule-reader.ts';
import { readRuleSet } from '../../rules/rule-set.ts';
import { completed } from '../../rules/source/steps.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { print, printJson } from '../output.ts';
import { openEngine } from '../target.ts';
import { againstIndices, type IndexFaults, type Reading } from './against-index.ts';
import { fileOptionsOf, OPTION_NAMES } from './arguments.ts';
import { faultsText } from './explanation-text.ts';
import { dictionaryReader, ruleFilesIn } from './files.ts';
import { type TestCase, writeJunit } from './junit.ts';
import { cutFor } from './terms.ts';

interface CheckOptions {
  readonly option: readonly string[];
  readonly es?: string;
  readonly config?: string;
  readonly index?: string;
  readonly junit?: string;
  readonly json?: true;
}

const HELP = `
Examples:
  relevance rules check rules
  relevance rules check shop.rules.txt --option boolean-input --json
  relevance rules check rules --es http://127.0.0.1:9200 --junit rules.xml`;

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
    .option(
      '--es <url>',
      'Elasticsearch with the indices: fields and documents that they lack are reported too',
    )
    .option(
      '--index <name>',
      'the same for files that are in no folder of an index; the configured engine without --es',
    )
    .option(...CONFIG_OPTION)
    .option('--junit <file>', "write the faults in JUnit's XML, a case a file")
    .option('--json', 'print {"files", "errors", "warnings"}')
    .addHelpText('after', HELP)
    .action(check);
}

async function check(paths: readonly string[], args: CheckOptions): Promise<void> {
  const options = fileOptionsOf(args.option);
  const { texts, errors: unread } = await ruleFilesIn(paths);
  const cut = await cutFor(texts.map(({ text }) => text));
  const placed = texts.map((text) => ({ ...text, index: text.index ?? args.index }));
  const set = completed(
    readRuleSet(placed, (_, file) => ({ ...options, ...cut, readDictionary: dictionaryReader(file) })),
  );
  const lacking = await indexFaults(placed, args, { options, cut });
  const files = [...new Set([...unread, ...texts].map(({ file }) => file))];
  const inOrder = (faults: readonly RuleFault[]): readonly RuleFault[] =>
    faults.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
  const errors = inOrder([...unread, ...set.errors, ...lacking.errors]);
  const warnings = inOrder([...set.warnings, ...lacking.warnings]);
  if (errors.length > 0) process.exitCode = 1;
  if (args.junit !== undefined) writeJunit(args.junit, 'relevance rules check', casesOf(files, errors));
  if (args.json) printJson({ files: texts.map(({ file }) => file), errors, warnings });
  else print(report(texts.length, errors, warnings));
}

/** Nothing where no engine is to be asked. */
async function indexFaults(
  texts: readonly RuleText[],
  args: CheckOptions,
  reading: Reading,
): Promise<IndexFaults> {
  if (args.es === undefined && args.index === undefined) return { errors: [], warnings: [] };
  const engine = await openEngine(args);
  try {
    return await againstIndices(texts, engine.client, reading);
  } catch (error) {
    throw error instanceof GatewayError ? new CommandError(error.message, 2) : error;
  } finally {
    await engine.close();
  }
}

function casesOf(files: readonly string[], errors: readonly RuleFault[]): readonly TestCase[] {
  return files.map((file) => ({
    className: 'rules',
    name: file,
    seconds: 0,
    problems: errors
      .filter((error) => error.file === file)
      .map(({ line, message }) => `line ${line}: ${message}`),
  }));
}

function report(files: number, errors: readonly RuleFault[], warnings: readonly RuleFault[]): string {
  const doubts = warnings.map((warning) => ({ ...warning, message: `warning: ${warning.message}` }));
  const lines = [errors, doubts].filter((faults) => faults.length > 0).map(faultsText);
  const counts = [
    counted(files, 'file'),
    counted(errors.length, 'error'),
    counted(warnings.length, 'warning'),
  ];
  return [...lines, counts.join(', ')].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
