import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Proportion } from '../../evaluation/proportion.ts';
import type { SpellingReport, SpellingResult } from '../../evaluation/spelling.ts';
import { readSpellingPairs, spellingReport } from '../../evaluation/spelling.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { columns, print, printJson } from '../output.ts';
import { shippedReplacer } from './correctors.ts';
import type { SpellingPart, VocabularyArguments } from './spelling-vocabulary.ts';
import { spellingParts } from './spelling-vocabulary.ts';

interface SpellingArguments extends VocabularyArguments {
  readonly pairs: string;
  readonly json?: true;
}

/** `relevance eval spelling`: what the shipped correctors restore and what they leave alone. */
export function spellingCommand(): Command {
  return new Command('spelling')
    .description(
      'Measure the correction of typed queries: sentence-level precision, recall and F1, clean rows changed, intended texts kept, each with a 95 % interval, and queries a second on one core.',
    )
    .requiredOption('--pairs <file>', 'typed TAB intended, one pair a line, no header')
    .option(
      '--index <name>',
      'index or alias whose dictionary is used; built for this run where there is none',
    )
    .addOption(
      new Option(
        '--vocabulary <which>',
        'half: the rows of each half of the intended texts, with a dictionary of the other half',
      ).choices(['half']),
    )
    .option('--es <url>', 'Elasticsearch that holds the index (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval spelling --pairs typos.tsv
  relevance eval spelling --pairs typos.tsv --index products --json
  relevance eval spelling --pairs typos.tsv --vocabulary half

Only corrections that the gateway would put in the text's place count. Rows whose two texts are the same are clean.
Texts are compared without case and without blanks at their ends.`;

async function run(args: SpellingArguments): Promise<void> {
  const pairs = readSpellingPairs(readLines(args.pairs), args.pairs);
  if (pairs.length === 0) throw new CommandError(`${args.pairs}: no pairs`, 2);
  const measured: Measured[] = [];
  for (const part of await spellingParts(pairs, args)) measured.push(await measure(part));
  const results = measured.flatMap((part) => part.results);
  const seconds = measured.reduce((sum, part) => sum + part.seconds, 0);
  const queriesPerSecond = Math.round(pairs.length / seconds);
  const report = spellingReport(results);
  if (args.json) printJson({ pairs: args.pairs, rows: pairs.length, ...report, queriesPerSecond });
  else print(text(report, queriesPerSecond));
}

interface Measured {
  readonly results: readonly SpellingResult[];
  readonly seconds: number;
}

/**
 * The typed texts are corrected against the clock, once the code is warm; the intended ones are not timed. The clock also
 * counts what other processes take, and processor time what this one's other threads do: what one core takes is neither more
 * than the one nor than the other.
 */
async function measure({ pairs, dictionary }: SpellingPart): Promise<Measured> {
  const replace = await shippedReplacer(dictionary);
  const intendedCorrected = pairs.map(({ intended }) => replace(intended));
  const [start, before] = [performance.now(), process.cpuUsage()];
  const corrected = pairs.map(({ typed }) => replace(typed));
  const { user, system } = process.cpuUsage(before);
  const seconds = Math.min((performance.now() - start) / 1e3, (user + system) / 1e6);
  const results = pairs.map((pair, at) => ({
    ...pair,
    corrected: corrected[at] ?? pair.typed,
    intendedCorrected: intendedCorrected[at] ?? pair.intended,
  }));
  return { results, seconds };
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new CommandError(`${file}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`, 2);
  }
}

function text(report: SpellingReport, queriesPerSecond: number): string {
  const { precision, recall, f1 } = report.sentence;
  const rows = [
    ['', 'count', 'share', '95 % interval'],
    row('restored', report.restored),
    ...report.classes.map(({ name, restored }) => row(`  ${name}`, restored)),
    row('changed into a third text', report.miscorrected),
    row('clean rows kept', report.cleanKept),
    row('intended texts kept', report.intendedKept),
  ];
  const sentence = [precision, recall, f1].map((value) => value.toFixed(3));
  return [
    `sentence level: precision ${sentence[0]}, recall ${sentence[1]}, F1 ${sentence[2]}`,
    '',
    ...columns(rows),
    '',
    `${queriesPerSecond} queries/s`,
  ].join('\n');
}

function row(name: string, { count, total, share, interval }: Proportion): readonly string[] {
  if (total === 0) return [name, '0 / 0', '–', '–'];
  return [
    name,
    `${count} / ${total}`,
    percent(share),
    `${percent(interval.low)} … ${percent(interval.high)}`,
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
