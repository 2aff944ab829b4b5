import { resolve } from 'node:path';
import { Command } from 'commander';
import { dictionaryFile } from '../../composition/catalogues.ts';
import type { Config } from '../../config/schema.ts';
import { openDictionaries } from '../../composition/dictionaries.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { printJson, print } from '../output.ts';
import { checkReplaceable } from '../result-file.ts';
import { ProgressBar, thousands } from '../progress-bar.ts';
import { settings } from '../settings.ts';
import { openEngine, type Target } from '../target.ts';
import { buildDictionary, type BuildResult, type SourceIndex } from './build-dictionary.ts';
import { catalogueFields } from './fields.ts';
import { queryLog } from './query-log.ts';
import { SILENT } from '../silent.ts';

interface BuildArguments {
  readonly index?: string;
  readonly queries?: string;
  readonly fields?: readonly string[];
  readonly names?: readonly string[];
  readonly out?: string;
  readonly es?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance dictionary build`: what a catalogue says and what people ask it for, as one file. */
export function buildCommand(): Command {
  return new Command('build')
    .description(
      'Read an index, a query log, or both, and write the dictionary of the catalogue: words with frequencies, phrases, names of brands, categories and properties, how Chinese is said, what follows what. A running gateway takes it up by itself. An interrupted run goes on where it stopped.',
    )
    .option('--index <name>', 'index or alias to read')
    .option(
      '--queries <file>',
      'query log: .jsonl ("text" or "query", "count"), .tsv (query TAB count), .txt',
    )
    .option('--fields <fields>', 'text fields to read, parted by commas (default: all)', list)
    .option('--names <fields>', 'fields whose values name something (default: keywords)', list)
    .option(
      '--out <file>',
      'where it goes (default: where the gateway looks for the dictionary of the index)',
    )
    .option('--es <url>', 'Elasticsearch that holds the index (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance dictionary build --index products
  relevance dictionary build --index products --queries searches.tsv --fields title,brand
  relevance dictionary build --queries searches.jsonl --out products.dictionary.bin
  relevance dictionary build --es http://127.0.0.1:9200 --index shop --json

Documents are read at one point in time. It is kept for 30 minutes: an interrupted run that is taken up later
starts again. What counts as a word or a name: docs/dictionaries.md.`;

async function run(args: BuildArguments): Promise<void> {
  const started = performance.now();
  const { config } = settings(args);
  const out = outputOf(args, config);
  checkReplaceable(out);
  const log = args.queries === undefined ? undefined : queryLog(args.queries);
  // Without the dictionary that is there already: its words would pass for everybody's.
  const { segmenterOf, weightToCut } = await openDictionaries(config, SILENT);
  const bar = new ProgressBar(process.stderr, log === undefined ? 'documents' : 'documents and queries');
  const target = args.index === undefined ? undefined : await openEngine(args);
  try {
    const result = await buildDictionary({
      index: target === undefined ? undefined : await sourceOf(target, args),
      log,
      out,
      segmenter: segmenterOf(args.index),
      weightToCut,
      onProgress: (read, share) => bar.update(share, read),
    }).finally(() => bar.done());
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
    if (args.json) printJson({ index: args.index ?? null, out, ...result, seconds });
    else print(text(out, result, seconds));
  } finally {
    await target?.close();
  }
}

function outputOf({ index, queries, out }: BuildArguments, config: Config): string {
  if (index === undefined && queries === undefined) {
    throw new CommandError('name something to read: --index, --queries or both', 2);
  }
  if (out !== undefined) return resolve(out);
  if (index === undefined) throw new CommandError('--queries alone needs --out', 2);
  return dictionaryFile(config, index);
}

async function sourceOf(
  { client }: Target,
  { index = '', fields, names }: BuildArguments,
): Promise<SourceIndex> {
  const wanted = { ...(fields && { texts: fields }), ...(names && { names }) };
  return { client, name: index, fields: await catalogueFields(client, index, wanted) };
}

function text(out: string, result: BuildResult, seconds: number): string {
  const { documents, queries, terms, pairs, values, wordsToCut, bytes, resumed } = result;
  const names = Object.entries(values).map(([field, count]) => `${field} (${thousands(count)})`);
  return [
    `${out}: ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s`,
    `  read    ${thousands(documents)} documents, ${thousands(queries)} queries${resumed > 0 ? `, ${thousands(resumed)} of them before the interruption` : ''}`,
    `  holds   ${thousands(terms)} words, phrases and names; ${thousands(pairs)} pairs; ${thousands(wordsToCut)} words of its own to cut Chinese into`,
    `  names   ${names.join(', ') || 'none'}`,
  ].join('\n');
}

function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
