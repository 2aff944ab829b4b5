import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { JudgedQuery, JudgedSet } from '../evaluation/judged-set.ts';
import { randomIntegers } from '../evaluation/random.ts';
import { measurable, report } from '../evaluation/report.ts';
import { recovered, withTypo } from '../evaluation/typos.ts';
import { CommandError, CONFIG_OPTION } from './command.ts';
import { readDataset } from './eval/dataset.ts';
import { intentCommand } from './eval/intent.ts';
import { type Evaluation, evaluationJson, evaluationText } from './eval/print.ts';
import { runQueries } from './eval/run-queries.ts';
import type { BodyTemplate } from './eval/search-body.ts';
import { fieldsTemplate, parseTemplate } from './eval/search-body.ts';
import { spellingCommand } from './eval/spelling.ts';
import { taggingCommand } from './eval/tagging.ts';
import { textFields } from './eval/text-fields.ts';
import { ProgressBar } from './progress-bar.ts';
import type { Target } from './target.ts';
import { openGateway } from './target.ts';

interface GivenArguments {
  readonly dataset?: string;
  readonly index?: string;
  readonly qrels?: string;
  readonly queries?: string;
  readonly fields?: string;
  readonly body?: string;
  readonly pipeline?: string;
  readonly k: number;
  readonly es?: string;
  readonly config?: string;
  readonly gateway?: string;
  readonly typos?: number;
  readonly json?: true;
}

interface EvalArguments extends GivenArguments {
  readonly dataset: string;
  readonly index: string;
}

/** Depth of recall, and hits asked for. */
const RECALL_DEPTH = 100;
const CONCURRENCY = 4;
const MOVED = 10;

/** `relevance eval`: what the pipeline gains and loses on judged queries. */
export function evalCommand(): Command {
  return new Command('eval')
    .description(
      'Measure judged queries with the pipeline off and on: nDCG, MRR, recall, queries without results, with a 95 % interval and the p-value of a paired randomisation test.',
    )
    .addCommand(spellingCommand())
    .addCommand(intentCommand())
    .addCommand(taggingCommand())
    .option('--dataset <folder>', 'judged set: queries.jsonl and qrels.tsv (required)')
    .option('--index <name>', 'index or alias that holds its documents (required)')
    .option('--qrels <file>', 'other judgments than qrels.tsv; a bare name is one of the folder')
    .option('--queries <file>', 'other queries than queries.jsonl; a bare name is one of the folder')
    .option('--fields <list>', 'fields to search, such as title^2,text (default: all text fields)')
    .option('--body <file>', 'search request with {{query}} where the text goes, instead of --fields')
    .option('--pipeline <name>', 'pipeline to measure (default: the default one)')
    .option('--k <n>', 'depth of nDCG and MRR, 1 to 100', depth, 10)
    .option(
      '--es <url>',
      'measure a gateway started in front of this Elasticsearch (default: the configured one)',
    )
    .option('--gateway <url>', 'measure a gateway that is running')
    .option(
      '--typos <seed>',
      'put a slip into every query (the same ones for the same number) and say how much of what that costs is won back',
      seed,
    )
    .option(...CONFIG_OPTION)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval --dataset samples/products --index products
  relevance eval --dataset judged --index shop --fields title^2,description --json
  relevance eval --es http://127.0.0.1:9200 --dataset judged --index shop --body search.json
  relevance eval --dataset samples/products --index products --typos 1

queries.jsonl has one {"_id", "text"} a line; qrels.tsv has a header, then query-id, corpus-id and grade.`;

async function run(given: GivenArguments): Promise<void> {
  const { dataset, index } = given;
  // Not left to commander, which would ask for them with sub-commands too.
  if (dataset === undefined) throw new CommandError("required option '--dataset <folder>' not specified", 2);
  if (index === undefined) throw new CommandError("required option '--index <name>' not specified", 2);
  const args: EvalArguments = { ...given, dataset, index };
  if (args.fields !== undefined && args.body !== undefined) {
    throw new CommandError('--fields and --body exclude each other', 2);
  }
  const set = readDataset({ folder: args.dataset, queries: args.queries, qrels: args.qrels });
  if (measurable(set).length === 0) throw new CommandError('no query has a relevant document', 2);
  const target = await openGateway(args);
  try {
    process.stdout.write(await evaluate(args, set, target));
  } finally {
    await target.close();
  }
}

async function evaluate(args: EvalArguments, set: JudgedSet, { client }: Target): Promise<string> {
  const template = await templateOf(args, client);
  const queries = measurable(set);
  const measure = async (asked: readonly JudgedQuery[]) => {
    const bar = new ProgressBar(process.stderr, 'queries');
    bar.update(0, 0);
    const { runs, statuses } = await runQueries(asked, {
      client,
      index: args.index,
      template,
      size: Math.max(RECALL_DEPTH, args.k),
      pipeline: args.pipeline,
      concurrency: CONCURRENCY,
      onProgress: (done) => bar.update(done / asked.length, done),
    }).finally(() => bar.done());
    const options = { k: args.k, recallDepth: RECALL_DEPTH, movedCount: MOVED };
    return { report: report({ ...set, queries: asked }, runs, options), statuses };
  };
  const clean = await measure(queries);
  const about = { index: args.index, dataset: args.dataset, target: client.name, body: template };
  const evaluation: Evaluation = {
    ...about,
    ...(args.typos === undefined ? clean : await withTypos(args.typos)),
  };

  async function withTypos(number: number): Promise<Pick<Evaluation, 'report' | 'statuses' | 'typos'>> {
    const random = randomIntegers(number);
    const typed = await measure(queries.map((query) => ({ ...query, text: withTypo(query.text, random) })));
    const { off, on } = typed.report.ndcg;
    const without = clean.report.ndcg.off;
    return { ...typed, typos: { seed: number, clean: without, recovered: recovered(without, off, on) } };
  }
  return args.json === true ? evaluationJson(evaluation) : evaluationText(evaluation);
}

async function templateOf(args: EvalArguments, client: Target['client']): Promise<BodyTemplate> {
  if (args.body !== undefined) return parseTemplate(readText(args.body), args.body);
  const named = args.fields?.split(',').map((field) => field.trim());
  if (named?.includes('') === true) throw new CommandError('--fields: a name is missing', 2);
  return fieldsTemplate(named ?? (await textFields(client, args.index)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`, 2);
  }
}

function seed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number.');
  return value;
}

function depth(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100) {
    throw new InvalidArgumentError('expected 1 to 100.');
  }
  return value;
}
