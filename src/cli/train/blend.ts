import { Command, Option } from 'commander';
import { compare } from '../../evaluation/comparison.ts';
import { crossValidate, queryKey, shuffled } from '../../evaluation/cross-validation.ts';
import type { JudgedQuery } from '../../evaluation/judged-set.ts';
import { dcg, type Grades, ndcg } from '../../evaluation/metrics.ts';
import type { BlendFile } from '../../stages/rank/blend/blend-file.ts';
import { BlendModel } from '../../stages/rank/blend/blend-model.ts';
import type { Feature } from '../../stages/rank/blend/feature.ts';
import { rowsOf } from '../../stages/rank/blend/features.ts';
import type { JudgedWindow } from '../../stages/rank/blend/train-blend.ts';
import { CommandError } from '../command.ts';
import { whole } from '../eval/eval-arguments.ts';
import { createCollector } from '../judged/collect.ts';
import { gather, type Gathered } from '../judged/gather.ts';
import { judgedFor, type LearningArguments, withLearningOptions } from '../judged/learning-options.ts';
import { unhurried } from '../judged/unhurried.ts';
import { print, printJson } from '../output.ts';
import { choiceOf } from './blend-features.ts';
import { type BlendReport, cardOf, reportJson, reportText } from './blend-report.ts';
import { HEADS } from './heads.ts';
import { checkResultFiles } from '../result-file.ts';
import { idFor, writeBlend } from './write-blend.ts';

interface BlendArguments extends LearningArguments {
  readonly features?: string;
  readonly depth: number;
  readonly head: 'linear' | 'trees';
}

const K = 10;
/** Stages behind the blend, and those that would change what is asked. */
const LEFT_OUT = new Set(['relax', 'blend', 'merchandise']);

/** `relevance train blend`: a file that the stage `blend` reads. */
export function trainBlendCommand(): Command {
  return withLearningOptions(new Command('blend'))
    .description(
      'Train the last step of ranking from judgments: a weighted sum or boosted trees over what legs, models and fields say, with a card that tells what it gained on queries it did not see.',
    )
    .option('--features <list>', 'expressions, with semicolons between (default: chosen from the mapping)')
    .addOption(
      new Option('--head <kind>', 'a weighted sum, or trees, which want some thousand judged queries')
        .choices(Object.keys(HEADS))
        .default('linear'),
    )
    .option('--depth <n>', 'candidates of a query that are put in order, 1 to 1000', whole(1, 1000), 100)
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance train blend --dataset judged --index shop --out models/shop.blend.json
  relevance train blend --dataset judged --index shop --out b.json --features "score; rerank; coverage(title); log(popularity)"

The pipeline is run as it is configured, up to where "blend" would stand.`;

/** A query as the model sees it. */
interface Example extends JudgedWindow {
  readonly judged: JudgedQuery;
  readonly byId: Grades;
  /** Of the rows, and then of the documents that lie deeper than the blend looks. */
  readonly ids: readonly string[];
}

interface Trained {
  readonly file: BlendFile;
  readonly model: BlendModel;
}

async function run(args: BlendArguments): Promise<void> {
  checkResultFiles(args.out);
  const chosen = choiceOf(args.features);
  const collector = createCollector({
    depth: args.depth,
    reads: (index) => chosen.of(index).flatMap(({ fields }) => fields),
  });
  const { queries } = await gather(args, judgedFor(args), {
    collector,
    stagesOf: (own) => unhurried(own.filter(({ name }) => !LEFT_OUT.has(name))),
  });
  const started = performance.now();
  const features = chosen.features();
  const examples = shuffled(queries, args.seed).map((one) => exampleOf(one, features, args.depth));
  if (examples.every(({ rows }) => rows.length < 2)) {
    throw new CommandError('no query found two documents: nothing to put in order');
  }
  const id = idFor(args.out);
  const head = HEADS[args.head];
  const training = { id, features: features.map(({ name }) => name) };
  const result = crossValidate<Example, number, Trained>(
    examples,
    {
      settings: head.settings,
      fit(items) {
        const fitted = head.fit(items, training);
        return (setting) => {
          const file = fitted(setting);
          return { file, model: BlendModel.trusted(file) };
        };
      },
      value: ({ model }, example) => ndcg(orderBy(model, example), example.byId, K),
    },
    { keyOf: ({ judged }) => queryKey(judged.text), folds: args.folds, seed: args.seed },
  );
  const { file } = result.fitted;
  const pairs = examples.map(({ judged, ids, byId }, at) => ({
    queryId: judged.id,
    off: ndcg(ids, byId, K),
    on: result.held[at]!,
  }));
  const report: BlendReport = {
    out: args.out,
    id,
    dataset: args.dataset,
    index: args.index,
    folds: args.folds,
    seed: args.seed,
    head: args.head,
    setting: result.setting,
    chosen: result.folds.map(({ setting }) => setting),
    comparison: compare(pairs),
    weights: head.influence(file, examples),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
  writeBlend(args.out, file, cardOf(report));
  if (args.json === true) printJson(reportJson(report));
  else print(reportText(report));
}

function exampleOf(
  { judged, grades: byId, query, candidates }: Gathered,
  features: readonly Feature[],
  depth: number,
): Example {
  const head = candidates.slice(0, depth);
  return {
    judged,
    byId,
    ids: candidates.map(({ id }) => id),
    rows: rowsOf(features, { candidates: head, query, now: Date.now() }),
    grades: head.map(({ id }) => byId.get(id) ?? 0),
    ideal: dcg(
      [...byId.values()].sort((a, b) => b - a),
      K,
    ),
  };
}

/** As the stage would put them. */
function orderBy(model: BlendModel, { rows, ids }: Example): readonly string[] {
  const values = rows.map((row) => model.score(row));
  const head = values.map((_, at) => at).sort((a, b) => values[b]! - values[a]! || a - b);
  return [...head.map((at) => ids[at]!), ...ids.slice(rows.length)];
}
