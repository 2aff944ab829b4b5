import { resolve } from 'node:path';
import { Command } from 'commander';
import { CONFIG_OPTION } from '../command.ts';
import { fieldsTemplate } from '../eval/search-body.ts';
import { textFields } from '../eval/text-fields.ts';
import { print, printJson } from '../output.ts';
import { settings } from '../settings.ts';
import { openGateway } from '../target.ts';
import { ruleFilesIn } from './files.ts';
import { writeJunit } from './junit.ts';
import { type JudgedAnswer, judge, testsOf } from './test-run.ts';

interface TestArguments {
  readonly index?: string;
  readonly es?: string;
  readonly config?: string;
  readonly fields?: string;
  readonly junit?: string;
  readonly json?: true;
}

/** `relevance rules test`: whether searches come out as the tests beside the rules say. */
export function testRulesCommand(): Command {
  return new Command('test')
    .description(
      'Run the @test of rules against an engine, with these rules in force; exit code 1 when one fails, 2 when the files are faulty.',
    )
    .argument('[paths...]', 'rule files, and folders of them (default: the configured folder)')
    .option('--index <name>', 'index of files that are in no folder of an index')
    .option('--fields <list>', 'fields to search, such as title^2,text (default: all text fields)')
    .option(
      '--es <url>',
      'Elasticsearch that holds the index (default: the configured one, or the embedded engine)',
    )
    .option(...CONFIG_OPTION)
    .option('--junit <file>', "write the results in JUnit's XML")
    .option('--json', 'print the results as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance rules test
  relevance rules test shop.rules.txt --index shop --es http://127.0.0.1:9200 --junit results.xml

A rule that holds for a while only is tested at a moment at which it does, unless its test says "at".`;

async function run(paths: readonly string[], args: TestArguments): Promise<void> {
  const { config } = settings(args);
  const wanted = paths.length === 0 ? [config.rules.folder] : paths;
  const { texts, errors } = await ruleFilesIn(wanted);
  const tests = testsOf(texts, args.index, errors);
  let now = Date.now();
  const results: JudgedAnswer[] = [];
  // Dictionaries that a file names are looked for beside it, wherever that is.
  const placed = texts.map((text) => ({
    ...text,
    file: resolve(text.file),
    index: text.index ?? args.index,
  }));
  const [{ index } = { index: '' }] = tests;
  const target = await openGateway({ ...args, index, trial: { texts: placed, now: () => now } });
  try {
    for (const test of tests) {
      const fields = args.fields?.split(',') ?? (await textFields(target.client, test.index));
      now = test.at;
      results.push(await judge(test, { client: target.client, template: fieldsTemplate(fields), texts }));
    }
  } finally {
    await target.close();
  }
  report(results, args);
}

function report(results: readonly JudgedAnswer[], { json, junit }: TestArguments): void {
  const failed = results.filter(({ problems }) => problems.length > 0);
  if (failed.length > 0) process.exitCode = 1;
  if (junit !== undefined) {
    const cases = results.map(({ file, rule, query, seconds, problems }) => ({
      className: `${file}: ${rule}`,
      name: query,
      seconds,
      problems,
    }));
    writeJunit(junit, 'relevance rules', cases);
  }
  if (json) return printJson({ tests: results.length, failed: failed.length, results });
  for (const { file, line, rule, query, problems, found } of failed) {
    print(`FAIL  ${file}:${line}  ${rule}  "${query}"`);
    for (const problem of problems) print(`      ${problem}`);
    print(`      found: ${found.length === 0 ? 'nothing' : found.slice(0, 10).join(' ')}`);
  }
  const count = results.length;
  print(`${count} test${count === 1 ? '' : 's'}, ${failed.length} failed`);
}
