import { Command } from 'commander';
import { foldsOf, queryKey } from '../../evaluation/cross-validation.ts';
import { type LabelledPair, readPairs } from '../../evaluation/pairs/labelled-pair.ts';
import { pairReport } from '../../evaluation/pairs/pair-report.ts';
import { bigramCoverage } from '../../evaluation/pairs/coverage.ts';
import { BlendModel } from '../../stages/rank/blend/blend-model.ts';
import type { Feature } from '../../stages/rank/blend/feature.ts';
import { featureOf } from '../../stages/rank/blend/features.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { linesOf } from '../eval/dataset.ts';
import { whole } from '../eval/eval-arguments.ts';
import { print, printJson } from '../output.ts';
import { type PairModels, withPairModels } from '../pairs/pair-models.ts';
import { openPairRows, type PairRows } from '../pairs/pair-rows.ts';
import { ProgressBar } from '../progress-bar.ts';
import { type SettingsOptions, settings } from '../settings.ts';
import { expressionsIn } from './blend-features.ts';
import { meanInfluence } from './heads.ts';
import { isWording, learnPairs, type PairExample, rowFor } from './pair-learner.ts';
import { type PairsTrained, pairsCard, pairsJson, pairsText } from './pairs-report.ts';
import { checkResultFiles } from '../result-file.ts';
import { idFor, writeBlend } from './write-blend.ts';

interface PairsArguments extends PairModels, SettingsOptions {
  readonly pairs: string;
  readonly out: string;
  readonly features: string;
  readonly positive: number;
  readonly folds: number;
  readonly seed: number;
  readonly json?: true;
}

const FEATURES = [
  'rerank',
  'querylength',
  'wording(title)',
  ...[
    'length',
    'characters',
    'pieces',
    'triples',
    'phrase',
    'start',
    'often',
    'focus',
    'stretch',
    'order',
  ].map((name) => `${name}(title)`),
].join('; ');

/** `relevance train pairs`: a blend from labelled pairs of query and text, without an index. */
export function trainPairsCommand(): Command {
  return withPairModels(new Command('pairs'))
    .description(
      'Train boosted trees on labelled pairs of query and text, over what a cross-encoder says, how the text matches and how it is worded; for "eval pairs --blend" and the stage "blend".',
    )
    .requiredOption('--pairs <file>', 'query TAB text TAB label, one pair a line, no header')
    .requiredOption('--out <file>', 'where the model goes')
    .option('--features <list>', 'expressions, with semicolons between', FEATURES)
    .option('--positive <label>', 'labels of this or more are positive', Number, 1)
    .option(
      '--folds <n>',
      'parts of the queries, each measured by what was learnt from the others',
      whole(2, 20),
      5,
    )
    .option('--seed <n>', 'the same number gives the same result', whole(0, Number.MAX_SAFE_INTEGER), 1)
    .option(...CONFIG_OPTION)
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance train pairs --pairs train.tsv --out models/titles.json
  relevance eval pairs --pairs dev.tsv --blend models/titles.json`;

async function run(args: PairsArguments): Promise<void> {
  checkResultFiles(args.out);
  const pairs = readPairs(linesOf(args.pairs), args.pairs);
  if (pairs.length < args.folds) throw new CommandError(`${args.pairs}: too few pairs to learn from`, 2);
  const names = expressionsIn(args.features);
  const known = names.filter((name) => !isWording(name)).map((name) => featureOf(name));
  const rows = await openPairRows(known, args, settings(args).config);
  let read: readonly PairExample[];
  try {
    read = await examplesOf(pairs, { names, known, rows });
  } finally {
    await rows.close();
  }
  const started = performance.now();
  const training = { id: idFor(args.out), features: names, seed: args.seed };
  const scores = new Float64Array(pairs.length);
  for (const fold of foldsOf(read, { keyOf: ({ query }) => queryKey(query), ...args })) {
    const inside = new Set(fold);
    const file = learnPairs(
      read.filter((_, at) => !inside.has(at)),
      training,
    );
    const [model, rowOf] = [BlendModel.trusted(file), rowFor(file)];
    for (const at of fold) scores[at] = model.score(rowOf(read[at]!));
  }
  const file = learnPairs(read, training);
  const trained: PairsTrained = {
    out: args.out,
    id: training.id,
    pairs: args.pairs,
    folds: args.folds,
    seed: args.seed,
    held: pairReport(pairs, scores, args.positive),
    characters: pairReport(
      pairs,
      Float64Array.from(pairs, ({ query, text }) => bigramCoverage(query, text)),
      args.positive,
    ),
    influence: meanInfluence(file, read.map(rowFor(file))),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
  writeBlend(args.out, file, pairsCard(trained));
  if (args.json === true) printJson(pairsJson(trained));
  else print(pairsText(trained));
}

/** Pairs that models read at a time. */
const AT_ONCE = 64;

/** Rows of everything but wordings. */
async function examplesOf(
  pairs: readonly LabelledPair[],
  {
    names,
    known,
    rows,
  }: { readonly names: readonly string[]; readonly known: readonly Feature[]; readonly rows: PairRows },
): Promise<readonly PairExample[]> {
  const bar = new ProgressBar(process.stderr, 'pairs');
  const examples: PairExample[] = [];
  const exampleOf = async (pair: LabelledPair): Promise<PairExample> => {
    const [row] = await rows.rows(known, pair.query, [pair.text]);
    let next = 0;
    return { ...pair, row: Float64Array.from(names, (name) => (isWording(name) ? NaN : row![next++]!)) };
  };
  try {
    for (let from = 0; from < pairs.length; from += AT_ONCE) {
      examples.push(...(await Promise.all(pairs.slice(from, from + AT_ONCE).map(exampleOf))));
      bar.update(examples.length / pairs.length, examples.length);
    }
  } finally {
    bar.done();
  }
  return examples;
}
