import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { dictionaryFile } from '../../composition/catalogues.ts';
import { openDictionaries } from '../../composition/dictionaries.ts';
import type { Proportion } from '../../evaluation/proportion.ts';
import type { SpellingReport, SpellingResult } from '../../evaluation/spelling.ts';
import { readSpellingPairs, spellingReport } from '../../evaluation/spelling.ts';
import type { CatalogueDictionary } from '../../stages/understand/catalogue/catalogue-dictionary.ts';
import { openDictionary } from '../../stages/understand/catalogue/open-dictionary.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { columns, print, printJson } from '../output.ts';
import { buildDictionary } from '../dictionary/build-dictionary.ts';
import { catalogueFields } from '../dictionary/fields.ts';
import { settings } from '../settings.ts';
import { openEngine } from '../target.ts';
import type { Replacer } from './correctors.ts';
import { shippedReplacer } from './correctors.ts';
import { SILENT } from '../silent.ts';

interface SpellingArguments {
  readonly pairs: string;
  readonly index?: string;
  readonly es?: string;
  readonly config?: string;
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

Only corrections that the gateway would put in the text's place count. Rows whose two texts are the same are clean.
Texts are compared without case and without blanks at their ends.`;

async function run(args: SpellingArguments): Promise<void> {
  const pairs = readSpellingPairs(readLines(args.pairs), args.pairs);
  if (pairs.length === 0) throw new CommandError(`${args.pairs}: no pairs`, 2);
  const replace = await shippedReplacer(await dictionaryOf(args));
  const { results, queriesPerSecond } = measure(pairs, replace);
  const report = spellingReport(results);
  if (args.json) printJson({ pairs: args.pairs, rows: pairs.length, ...report, queriesPerSecond });
  else print(text(report, queriesPerSecond));
}

/** The typed texts are corrected against the clock, once the code is warm; the intended ones are not timed. */
function measure(
  pairs: readonly { readonly typed: string; readonly intended: string }[],
  replace: Replacer,
): { readonly results: readonly SpellingResult[]; readonly queriesPerSecond: number } {
  const intendedCorrected = pairs.map(({ intended }) => replace(intended));
  const start = performance.now();
  const corrected = pairs.map(({ typed }) => replace(typed));
  const seconds = (performance.now() - start) / 1000;
  const results = pairs.map((pair, at) => ({
    ...pair,
    corrected: corrected[at] ?? pair.typed,
    intendedCorrected: intendedCorrected[at] ?? pair.intended,
  }));
  return { results, queriesPerSecond: Math.round(pairs.length / seconds) };
}

/** The dictionary that the gateway would use; where there is none yet, one that is built for this run. */
async function dictionaryOf(args: SpellingArguments): Promise<CatalogueDictionary | undefined> {
  const { index } = args;
  if (index === undefined) return undefined;
  const { config } = settings(args);
  const file = dictionaryFile(config, index);
  if (existsSync(file)) return openDictionary(readFileSync(file));
  const folder = mkdtempSync(join(tmpdir(), 'relevance-eval-'));
  const { segmenterOf, weightToCut } = await openDictionaries(config, SILENT);
  const target = await openEngine(args);
  try {
    const out = join(folder, 'dictionary.bin');
    await buildDictionary({
      index: {
        client: target.client,
        name: index,
        fields: await catalogueFields(target.client, index),
      },
      log: undefined,
      out,
      segmenter: segmenterOf(index),
      weightToCut,
      onProgress: () => undefined,
    });
    return openDictionary(readFileSync(out));
  } finally {
    await target.close();
    rmSync(folder, { recursive: true });
  }
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
