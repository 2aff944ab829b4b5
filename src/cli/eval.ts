import { Command } from 'commander';
import { DAMAGE_THRESHOLD } from '../evaluation/damage.ts';
import { createEvaluationStore } from '../evaluation-store/evaluation-store.ts';
import { evaluationsFolder } from '../evaluation-store/folders.ts';
import { evaluationPage } from '../evaluation/html/page.ts';
import type { JudgedSet } from '../evaluation/judged-set.ts';
import type { ReportOptions } from '../evaluation/report.ts';
import { evaluationJson } from '../evaluation/summary.ts';
import { runLines } from '../evaluation/trec.ts';
import { CommandError, CONFIG_OPTION } from './command.ts';
import type { EvalArguments } from './eval/eval-arguments.ts';
import {
  gatingOf,
  judgedSetOf,
  metricList,
  RECALL_DEPTH,
  reportOptions,
  share,
  whole,
} from './eval/eval-arguments.ts';
import type { Gating } from './eval/gating.ts';
import { applyGating, gatedEvaluation, gatedMeasurement } from './eval/gating.ts';
import { importCommand } from './eval/import.ts';
import { intentCommand } from './eval/intent.ts';
import { compareRuns, measureRun, measurementJson, measurementText } from './eval/measure-runs.ts';
import { measureSearches } from './eval/measure-searches.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { evaluationJsonText, evaluationText } from './eval/print.ts';
import { pairsCommand } from './eval/pairs.ts';
import { loadWarning, type VariantResult } from './eval/run-queries.ts';
import { spellingCommand } from './eval/spelling.ts';
import { taggingCommand } from './eval/tagging.ts';
import { settings } from './settings.ts';
import { openGateway } from './target.ts';
import { checkResultFiles, writeResult } from './result-file.ts';

const CONCURRENCY = 4;
const MANY = Number.MAX_SAFE_INTEGER;

/** `relevance eval`: what the pipeline gains and loses on judged queries. */
export function evalCommand(): Command {
  return new Command('eval')
    .description(
      'Measure judged queries with the pipeline off and on: nDCG, MRR, MAP, ERR, precision, recall, queries without results and made worse, latency, with 95 % intervals and the p-value of a paired randomisation test.',
    )
    .addCommand(spellingCommand())
    .addCommand(intentCommand())
    .addCommand(taggingCommand())
    .addCommand(pairsCommand())
    .addCommand(importCommand())
    .option('--dataset <folder>', 'judged set: queries.jsonl and qrels.tsv (required)')
    .option('--index <name>', 'index or alias that holds its documents (required unless --run)')
    .option('--qrels <file>', 'other judgments than qrels.tsv, also as TREC writes them')
    .option('--queries <file>', 'other queries than queries.jsonl; a bare name is one of the folder')
    .option('--every <n>', 'only one query in n', whole(1, MANY), 1)
    .option('--fields <list>', 'fields to search, such as title^2,text (default: all text fields)')
    .option('--body <file>', 'search request with {{query}} where the text goes, instead of --fields')
    .option('--pipeline <name>', 'pipeline to measure (default: the default one)')
    .option('--k <n>', 'depth of nDCG, MRR, ERR and precision, 1 to 100', whole(1, RECALL_DEPTH), 10)
    .option(
      '--metrics <list>',
      'what to measure, such as ndcg@10,judged-map@100; the first decides',
      metricList,
    )
    .option('--damage <loss>', 'a query that loses more than this is damaged', share, DAMAGE_THRESHOLD)
    .option(
      '--es <url>',
      'measure a gateway started in front of this Elasticsearch (default: the configured one)',
    )
    .option('--gateway <url>', 'measure a gateway that is running')
    .option('--concurrency <n>', 'searches at a time, 1 to 64; 1 for latencies', whole(1, 64), CONCURRENCY)
    .option('--ablate', 'also leave out every stage of the pipeline, one by one and one after another')
    .option(
      '--typos <seed>',
      'put a slip into every query (the same ones for the same number) and say how much of what that costs is won back',
      whole(0, MANY),
    )
    .option('--run <file>', 'measure the rankings of a TREC run instead of searching')
    .option('--against <file>', 'with --run: another run to compare it with')
    .option('--write-run <file>', 'write what the pipeline found as a TREC run')
    .option('--write-plain-run <file>', 'likewise what plain search found')
    .option('--gate <file>', 'floors that must hold (YAML or JSON); exit code 1 where one is broken')
    .option('--save', 'keep the result in the data folder, where the console finds it')
    .option('--html <file>', 'write a report for a browser, one file with charts')
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
  relevance eval --dataset samples/products --index products --ablate --html report.html
  relevance eval --dataset samples/products --index products --typos 1
  relevance eval --dataset judged --index shop --gate gate.yaml
  relevance eval --qrels qrels.txt --run mine.run --against theirs.run

queries.jsonl has one {"_id", "text"} a line; qrels.tsv has a header, then query-id, corpus-id and grade.
Metrics are ndcg, mrr, map, err, precision and recall with @depth; judged- before one leaves out unjudged documents.`;

async function run(args: EvalArguments): Promise<void> {
  checkTogether(args);
  checkResultFiles(args.html, args.writeRun, args.writePlainRun);
  const set = judgedSetOf(args);
  const gating = gatingOf(args);
  const options = reportOptions(args, gating);
  if (args.run === undefined) await evaluateSearches(args, set, options, gating);
  else await evaluateRun({ ...args, run: args.run }, set, options, gating);
}

/** Not left to commander, which would ask for them with sub-commands too. */
function checkTogether(args: EvalArguments): void {
  const { run, against, fields, body } = args;
  if (run === undefined && args.dataset !== undefined && args.index === undefined) {
    throw new CommandError("required option '--index <name>' not specified", 2);
  }
  if (fields !== undefined && body !== undefined) {
    throw new CommandError('--fields and --body exclude each other', 2);
  }
  if (against !== undefined && run === undefined) {
    throw new CommandError('--against needs --run', 2);
  }
  const engine = ['index', 'ablate', 'typos', 'writeRun', 'writePlainRun'] as const;
  if (run !== undefined && engine.some((name) => args[name] !== undefined)) {
    throw new CommandError(
      '--run measures a file: nothing is searched, so no --index, --ablate, --typos, --write-…',
      2,
    );
  }
}

async function evaluateSearches(
  args: EvalArguments,
  set: JudgedSet,
  options: ReportOptions,
  gating: Gating | undefined,
): Promise<void> {
  const { index = '' } = args;
  const target = await openGateway({ ...args, index, debug: args.ablate === true });
  try {
    const { evaluation, off, on } = await measureSearches({ ...args, index }, set, options, target);
    const warning = loadWarning(on.statuses);
    if (warning !== undefined) process.stderr.write(`warning: ${warning}\n`);
    if (args.writeRun !== undefined) writeRun(args.writeRun, on, args.pipeline ?? 'relevance');
    if (args.writePlainRun !== undefined) writeRun(args.writePlainRun, off, 'plain');
    await publish(args, evaluation, gating);
  } finally {
    await target.close();
  }
}

function writeRun(file: string, { rankings }: VariantResult, name: string): void {
  writeResult(file, [...runLines(rankings, name), ''].join('\n'));
}

async function evaluateRun(
  args: EvalArguments & { readonly run: string },
  set: JudgedSet,
  options: ReportOptions,
  gating: Gating | undefined,
): Promise<void> {
  const files = { set, dataset: args.dataset ?? args.qrels ?? '', run: args.run };
  if (args.against !== undefined) {
    await publish(args, compareRuns({ ...files, against: args.against }, options), gating);
    return;
  }
  if (args.html !== undefined || args.save === true) {
    throw new CommandError('--html and --save with --run need --against', 2);
  }
  const measurement = measureRun(files, options);
  process.stdout.write(
    args.json === true ? measurementJson(files, measurement) : measurementText(files, measurement),
  );
  if (gating !== undefined) applyGating(gating, gatedMeasurement(measurement));
}

async function publish(
  args: EvalArguments,
  evaluation: Evaluation,
  gating: Gating | undefined,
): Promise<void> {
  process.stdout.write(args.json === true ? evaluationJsonText(evaluation) : evaluationText(evaluation));
  if (args.save === true) await save(args, evaluation);
  if (args.html !== undefined) writeResult(args.html, evaluationPage(evaluation, new Date().toUTCString()));
  if (gating !== undefined) applyGating(gating, gatedEvaluation(evaluation));
}

/** Said beside the result: with `--json` that is all there is on standard output. */
async function save(args: EvalArguments, evaluation: Evaluation): Promise<void> {
  const { config } = settings(args);
  const folder = evaluationsFolder(config.dataDir);
  const store = createEvaluationStore(folder);
  const id = await store.save(evaluationJson(evaluation, MANY), new Date());
  process.stderr.write(`saved as ${id} in ${folder}, where a gateway with this data folder finds it\n`);
}
