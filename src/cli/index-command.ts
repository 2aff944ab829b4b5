import { Command, InvalidArgumentError } from 'commander';
import { CONFIG_OPTION } from './command.ts';
import type { IndexFileResult } from './indexing/index-file.ts';
import { indexFile } from './indexing/index-file.ts';
import { describeMapping, type InferredField } from './indexing/infer-mapping.ts';
import { type TriedFile, tryFile } from './indexing/try-file.ts';
import { ProgressBar, thousands } from './progress-bar.ts';
import { encodersOf } from './embedding/encoders.ts';
import { type SliceArguments, sliceOf, withSliceOptions } from './indexing/slice.ts';
import { DEFAULT_ID } from './indexing/document.ts';
import { segmenterOfIndex } from './segmenter-of.ts';
import { settings } from './settings.ts';
import { openEngine, type Target } from './target.ts';

interface IndexArguments extends SliceArguments {
  readonly index: string;
  readonly file: string;
  readonly mapping?: string;
  readonly idField: string;
  readonly batch?: number;
  readonly encoder?: string;
  readonly concurrency: number;
  readonly words?: true;
  readonly recreate?: true;
  readonly dryRun?: true;
  readonly checkpoint?: string;
  readonly es?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance index`: loads a file of documents. Exit code 1 when a document was refused. */
export function indexCommand(): Command {
  return withSliceOptions(
    new Command('index')
      .description(
        'Load documents from a file. Creates the index, with a mapping inferred from the documents, when it is missing. An interrupted run goes on where it stopped.',
      )
      .requiredOption('--index <name>', 'index to load into')
      .requiredOption('--file <file>', 'documents: .jsonl (one object a line), .csv or .tsv (with a header)')
      .option('--mapping <file>', 'mapping, or whole create request, for a missing index')
      .option('--id-field <field>', 'field that holds the id', DEFAULT_ID)
      .option(
        '--batch <size>',
        'size of a bulk request, such as 512kb or 8mb (default: 4mb, with vectors 128kb)',
        bytes,
      )
      .option('--concurrency <n>', 'bulk requests at a time, 1 to 16', concurrency, 2)
      .option(
        '--encoder <name>',
        'encoder that makes the documents’ vectors, by name or folder, or "none" (default: the one that the mapping names; for an inferred mapping the one that reads its language)',
      )
      .option(
        '--words',
        'a new index with an inferred mapping also holds the words of Chinese texts, cut as queries are',
      )
      .option('--recreate', 'delete the index first')
      .option('--dry-run', 'read the whole file, say what would be done, and change nothing'),
  )
    .option('--checkpoint <file>', 'where to keep how far it got (default: beside the file)')
    .option('--es <url>', 'Elasticsearch to load into (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance index --index shop --file products.jsonl
  relevance index --index shop --file products.csv --id-field sku --recreate
  relevance index --index shop --file products.jsonl --dry-run
  relevance index --index shop --file products.jsonl --encoder none
  relevance index --index shop --file products.jsonl --slice 2/4
  relevance index --es http://127.0.0.1:9200 --index shop --file products.jsonl --mapping mapping.json

Without an Elasticsearch it loads into the embedded engine, through the gateway where one is running.`;

async function run(args: IndexArguments): Promise<void> {
  const target = await openEngine(args);
  if (args.dryRun === true) return dryRun(args, target);
  const bar = new ProgressBar(process.stderr, 'documents');
  const started = performance.now();
  try {
    const result = await indexFile(target.client, {
      index: args.index,
      file: args.file,
      mappingFile: args.mapping,
      idField: args.idField,
      batchBytes: args.batch,
      vectors: { encoder: args.encoder, encoders: encodersOf(settings(args).config) },
      words: { add: args.words === true, segmenter: () => segmenterOfIndex(args, args.index) },
      concurrency: args.concurrency,
      recreate: args.recreate === true,
      slice: sliceOf(args),
      checkpointFile: args.checkpoint,
      onProgress: (share, documents) => bar.update(share, documents),
    }).finally(() => bar.done());
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(args.json === true ? asJson(args, result, seconds) : asText(args, result, seconds));
    if (result.failed > 0) process.exitCode = 1;
  } finally {
    await target.close();
  }
}

async function dryRun(args: IndexArguments, target: Target): Promise<void> {
  try {
    const { index, file, idField, mapping: mappingFile } = args;
    const recreate = args.recreate === true;
    const slice = sliceOf(args);
    const tried = await tryFile(target.client, { index, file, idField, mappingFile, recreate, slice });
    const { faults, ...counts } = tried;
    const json = { index, file, dryRun: true, ...counts, errors: faults };
    process.stdout.write(
      args.json === true ? `${JSON.stringify(json, null, 2)}\n` : triedText({ index, file }, tried),
    );
    if (tried.failed > 0) process.exitCode = 1;
  } finally {
    await target.close();
  }
}

function triedText(
  { index, file }: Pick<IndexArguments, 'index' | 'file'>,
  { exists, documents, failed, faults, mapping }: TriedFile,
): string {
  return [
    ...(mapping === null ? [] : mappingLines(describeMapping(mapping))),
    `${index}: ${exists ? 'is there already' : 'would be created'}; ${thousands(documents)} documents to load. Nothing was changed.`,
    ...(failed === 0 ? [] : [`  ${thousands(failed)} cannot be read:`]),
    ...faults.map(({ line, reason }) => `    ${file}:${line}: ${reason}`),
    '',
  ].join('\n');
}

function mappingLines(fields: readonly InferredField[]): readonly string[] {
  const width = Math.max(...fields.map(({ name }) => name.length));
  return [
    'Mapping inferred from the documents:',
    ...fields.map(({ name, type }) => `  ${name.padEnd(width)}  ${type}`),
  ];
}

function asJson(args: IndexArguments, result: IndexFileResult, seconds: number): string {
  const { faults, inferred, ...counts } = result;
  const mapping = inferred && Object.fromEntries(inferred.map(({ name, type }) => [name, type]));
  const summary = { index: args.index, file: args.file, ...counts, seconds, mapping, errors: faults };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function asText(args: IndexArguments, result: IndexFileResult, seconds: number): string {
  const { indexed, failed, faults, created, resumedAtLine, resumedDocuments, inferred, encoder } = result;
  const lines: string[] = [];
  if (inferred !== null) {
    lines.push(...mappingLines(inferred));
  } else if (!created && args.mapping !== undefined) {
    lines.push(`The index is there already; ${args.mapping} was not used (see --recreate).`);
  }
  if (encoder !== null) lines.push(`Vectors by ${encoder}.`);
  if (resumedAtLine !== null) lines.push(`Went on at line ${thousands(resumedAtLine)}.`);
  const rate = thousands(Math.round((indexed + failed - resumedDocuments) / seconds));
  const took = `${seconds.toFixed(1)} s, ${rate}/s`;
  lines.push(`${args.index}: ${thousands(indexed)} indexed, ${thousands(failed)} failed (${took})`);
  for (const { line, id, reason } of faults) {
    lines.push(`  ${args.file}:${line}${id === null ? '' : ` (${id})`}: ${reason}`);
  }
  if (failed > faults.length) lines.push(`  … and ${thousands(failed - faults.length)} more`);
  return `${lines.join('\n')}\n`;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 1024, mb: 1024 * 1024 };

function bytes(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,9})(kb|mb)?$/i.exec(text.trim()) ?? [];
  const size = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  if (digits === '' || size < 1024 || size > 90 * 1024 * 1024) {
    throw new InvalidArgumentError('expected 1kb to 90mb.');
  }
  return size;
}

function concurrency(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 16)
    throw new InvalidArgumentError('expected 1 to 16.');
  return count;
}
