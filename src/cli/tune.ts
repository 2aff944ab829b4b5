import { Command } from 'commander';
import { tuningPage } from '../evaluation/html/tuning-page.ts';
import { maxGradeOf, metricOf } from '../evaluation/metric.ts';
import type { Config } from '../config/schema.ts';
import type { StageSpec } from '../config/schema/search.ts';
import { CommandError } from './command.ts';
import { createCollector } from './judged/collect.ts';
import { gather, type Gathered } from './judged/gather.ts';
import { judgedFor, type LearningArguments, withLearningOptions } from './judged/learning-options.ts';
import { unhurried } from './judged/unhurried.ts';
import { print, printJson } from './output.ts';
import { settings } from './settings.ts';
import { LEGS } from '../stages/rank/fuse/defaults.ts';
import { usualWeight } from '../stages/rank/rerank/confidence.ts';
import { temperatureOf } from '../stages/rank/rerank/model-scores.ts';
import { cacheOf } from './tune/cached-query.ts';
import { FIELD_LEG, withFieldScores } from './tune/field-scores.ts';
import { classesFor, classesIn, parametersOf, type Tunable } from './tune/parameters.ts';
import { reportJson, reportText } from './tune/report.ts';
import { configText, tunedStages } from './tune/tuned-config.ts';
import { tuningOf } from './tune/tuning-of.ts';
import { checkResultFiles, writeResult } from './result-file.ts';

interface TuneArguments extends LearningArguments {
  readonly metric: string;
  readonly html?: string;
}

/** Candidates a leg, and most that a model reads of a query. */
const [DEPTH, READ] = [100, 200];
const RANKS = new Set(['relax', 'fuse', 'rerank', 'blend', 'merchandise']);

/** `relevance tune`: weights from judgments, to be looked at before they are used. */
export function tuneCommand(): Command {
  return withLearningOptions(new Command('tune'))
    .description(
      'Choose weights of legs, for all queries and for classes of them, weights of fields, and the weight and depth of the reranker, from judged queries; writes a piece of relevance.yaml that says how it was measured.',
    )
    .option('--metric <name>', 'what to make better, such as ndcg@10 or mrr@10', 'ndcg@10')
    .option('--html <file>', 'write a report for a browser, one file with charts')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance tune --dataset judged --index shop --out tuned.yaml --html tuned.html
  relevance tune --es http://127.0.0.1:9200 --dataset judged --index shop --fields title --metric mrr@10 --out tuned.yaml --json

Every query is searched for once; all else is computed. What it gains is measured on queries that it was not tuned on.`;

async function run(args: TuneArguments): Promise<void> {
  checkResultFiles(args.out, args.html);
  const set = judgedFor(args);
  const metric = metricOf(args.metric, maxGradeOf(set));
  const { config } = settings(args);
  const collector = createCollector({ depth: DEPTH, reads: () => [] }, withFieldScores);
  const { pipeline, own, queries } = await gather(args, set, {
    collector,
    stagesOf: (configured) => unhurried(everything(withLegs(configured), hasReranker(config))),
  });
  const stages = withLegs(own);
  const tunable = tunableOf(queries, stages);
  const parameters = parametersOf(own, tunable);
  if (parameters.length === 0) throw new CommandError('one leg and no model: there is nothing to weigh');
  const started = performance.now();
  const cached = queries.map((one) => cacheOf(one, { ...tunable, classes: classesFor(own) }));
  const tuning = tuningOf(cached, {
    metric,
    parameters,
    folds: args.folds,
    seed: args.seed,
    dataset: args.dataset,
    index: args.index,
  });
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const tuned = tuning.restraint === Infinity ? own : tunedStages(stages, tuning.tuned);
  writeResult(args.out, configText(pipeline, tuned, reportText(tuning)));
  if (args.html !== undefined) writeResult(args.html, tuningPage(tuning, new Date().toUTCString()));
  if (args.json === true) printJson(reportJson(tuning, seconds));
  else print([...reportText(tuning), '', `written to ${args.out}: look at it before you use it`].join('\n'));
}

/** The pipeline with the legs that could take part, whether it names them or not. */
function withLegs(own: readonly StageSpec[]): readonly StageSpec[] {
  const known = new Set(own.map(({ name }) => name));
  const at = own.findIndex(({ name }) => name === 'lexical') + 1;
  const missing = ['fields', 'knn'].filter((name) => !known.has(name)).map((name) => ({ name, options: {} }));
  return [...own.slice(0, at), ...missing, ...own.slice(at)];
}

/** Everything that a weight could bring up, and what the model says of it. */
function everything(stages: readonly StageSpec[], withModel: boolean): readonly StageSpec[] {
  const rerank = stages.find(({ name }) => name === 'rerank')?.options ?? {};
  return [
    ...stages.filter(({ name }) => !RANKS.has(name)),
    { name: 'fuse', options: { depth: DEPTH, weights: {}, classes: {} } },
    ...(withModel ? [{ name: 'rerank', options: { ...rerank, depth: READ, weight: 0 } }] : []),
  ];
}

function hasReranker({ models }: Config): boolean {
  return models.rerank.length > 0 || models.remoteReranker.url !== null;
}

/** The share that the model which spoke has unless configured; null where none did. */
function usualWeightIn(gathered: readonly Gathered[]): number | null {
  for (const { candidates } of gathered) {
    const read = candidates.find(({ notes }) => notes.some(({ stage }) => stage === 'rerank'));
    if (read !== undefined) return usualWeight({ temperature: temperatureOf(read) });
  }
  return null;
}

/** What took part: legs that found something for some query, fields that matched, whether a model spoke, classes. */
function tunableOf(gathered: readonly Gathered[], stages: readonly StageSpec[]): Tunable {
  const names = new Set(
    gathered.flatMap(({ candidates }) => candidates.flatMap(({ legs }) => legs.map(({ leg }) => leg))),
  );
  const fields = [...names]
    .filter((name) => name.startsWith(FIELD_LEG))
    .map((name) => name.slice(FIELD_LEG.length));
  return {
    legs: stages.map(({ name }) => name).filter((name) => LEGS.has(name) && names.has(name)),
    fields,
    rerank: usualWeightIn(gathered),
    classes: classesIn(gathered.map(({ query }) => query)),
  };
}
