import { Command, InvalidArgumentError } from 'commander';
import { type SliceArguments, sliceOf, withSliceOptions } from './indexing/slice.ts';
import { CONFIG_OPTION } from './command.ts';
import { encodersOf } from './embedding/encoders.ts';
import { embedIndex, type EmbedResult } from './embedding/embed-index.ts';
import { embedText, shareOf } from './embedding/embed-text.ts';
import { ProgressBar } from './progress-bar.ts';
import { segmenterOfIndex } from './segmenter-of.ts';
import { settings } from './settings.ts';
import { openEngine } from './target.ts';

interface EmbedArguments extends SliceArguments {
  readonly index: string;
  readonly encoder?: string;
  readonly words?: true;
  readonly batch: number;
  readonly dryRun?: true;
  readonly es?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance embed`: fills the vectors of an index that is there. Exit code 1 when a document was refused. */
export function embedCommand(): Command {
  return withSliceOptions(
    new Command('embed')
      .description(
        'Give the documents of an index vectors, and the words of Chinese texts, those that have none. What is done stays done: an interrupted run goes on when it is started again.',
      )
      .requiredOption('--index <name>', 'index to fill')
      .option(
        '--encoder <name>',
        'encoder, by name or folder, or "none" with --words (default: the one that the mapping names, else the one that reads the documents’ language)',
      )
      .option('--words', 'the index also gets the words of its Chinese texts, cut as queries are')
      .option('--batch <n>', 'documents a request, 1 to 5000', batch, 500),
  )
    .option('--dry-run', 'say what would be done, and how long it would take, and change nothing')
    .option('--es <url>', 'Elasticsearch that holds the index (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance embed --index shop --dry-run
  relevance embed --index shop
  relevance embed --index shop --words --encoder none
  relevance embed --es http://127.0.0.1:9200 --index shop --encoder be-zh --slice 2/4

The mapping gets a field for the vectors and says in _meta.relevance where they come from; searches on the index then
go through the pipeline "hybrid". Fields of words, once there, are filled by every run. A document that is changed meanwhile is left to the next run. After the parts of
--slice, run it once more without: what moved from one part to another while they ran is found then.`;

async function run(args: EmbedArguments): Promise<void> {
  const slice = sliceOf(args);
  const target = await openEngine(args);
  const bar = new ProgressBar(process.stderr, 'documents');
  const started = performance.now();
  try {
    const result = await embedIndex(target.client, {
      index: args.index,
      encoder: args.encoder,
      encoders: encodersOf(settings(args).config),
      words: { add: args.words === true, segmenter: () => segmenterOfIndex(args, args.index) },
      batch: args.batch,
      slice,
      dryRun: args.dryRun === true,
      onProgress: (done, total) =>
        bar.update(total === 0 ? 1 : Math.min(1, done / shareOf(total, slice)), done),
    }).finally(() => bar.done());
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      args.json === true ? asJson(args, result, seconds) : embedText({ ...args, slice }, result, seconds),
    );
    if (result.failed > 0) process.exitCode = 1;
  } finally {
    await target.close();
  }
}

function asJson(args: EmbedArguments, { faults, ...result }: EmbedResult, seconds: number): string {
  const errors = faults.map(({ id, status, reason }) => ({ id, status, reason }));
  return `${JSON.stringify({ index: args.index, dryRun: args.dryRun === true, ...result, seconds, errors }, null, 2)}\n`;
}

function batch(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 5000)
    throw new InvalidArgumentError('expected 1 to 5000.');
  return count;
}
