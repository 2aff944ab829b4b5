import { Command, InvalidArgumentError } from 'commander';
import { readPairs } from '../../evaluation/pairs/labelled-pair.ts';
import type { PairReport } from '../../evaluation/pairs/pair-report.ts';
import { pairReport } from '../../evaluation/pairs/pair-report.ts';
import { LEXICAL, scorePairs } from '../../evaluation/pairs/pair-scorer.ts';
import type { Interval } from '../../evaluation/significance.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { columns, print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { settings } from '../settings.ts';
import { linesOf } from './dataset.ts';
import type { OpenScorer } from './model-scorer.ts';
import { openModelScorer } from './model-scorer.ts';

interface PairsArguments {
  readonly pairs: string;
  readonly positive: number;
  readonly model?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance eval pairs`: how well scores of pairs go with what people said of them. */
export function pairsCommand(): Command {
  return new Command('pairs')
    .description(
      'Measure scores of query and text against labels: rank correlation, area under the ROC curve, accuracy, macro F1, cross-entropy, squared and absolute error.',
    )
    .requiredOption('--pairs <file>', 'query TAB text TAB label, one pair a line, no header')
    .option('--positive <label>', 'labels of this or more are positive', number, 1)
    .option('--model <name>', 'model that scores: a name or a folder (default: character bigrams)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval pairs --pairs pairs.tsv
  relevance eval pairs --pairs sts.tsv --positive 3 --json
  relevance eval pairs --pairs pairs.tsv --model ./models/mine

Without a model, scores are the share of the query's pairs of characters that the text has: what a model has to beat.
Spearman is printed times 100. What needs a scale is fitted on four fifths of the queries and measured on the rest.`;

async function run(args: PairsArguments): Promise<void> {
  const pairs = readPairs(linesOf(args.pairs), args.pairs);
  if (pairs.length === 0) throw new CommandError(`${args.pairs}: no pairs`, 2);
  const opened = await scorerOf(args);
  const { scorer } = opened;
  const bar = new ProgressBar(process.stderr, 'pairs');
  const started = performance.now();
  let scores: Float64Array;
  try {
    scores = await scorePairs(pairs, scorer, (done) => bar.update(done / pairs.length, done));
  } finally {
    bar.done();
    await opened.close();
  }
  const pairsPerSecond = Math.round((pairs.length * 1000) / (performance.now() - started));
  const report = { ...pairReport(pairs, scores, args.positive), pairsPerSecond };
  if (args.json) printJson(summary(args.pairs, scorer.name, report));
  else print(text(scorer.name, report));
}

function scorerOf({ model, config }: PairsArguments): Promise<OpenScorer> {
  if (model === undefined) return Promise.resolve({ scorer: LEXICAL, close: () => Promise.resolve() });
  return openModelScorer(model, settings(config === undefined ? {} : { config }).config);
}

type Summarised = PairReport & { readonly pairsPerSecond: number };

/** Estimates as numbers, their intervals beside them. */
function summary(file: string, scorer: string, report: Summarised): object {
  const { spearman, auc, accuracy, macroF1, ...rest } = report;
  return {
    file,
    scorer,
    ...rest,
    spearman: spearman.value * 100,
    auc: auc.value,
    accuracy: accuracy?.share ?? null,
    macroF1: macroF1?.value ?? null,
    intervals: {
      spearman: times100(spearman.interval),
      auc: auc.interval,
      accuracy: accuracy?.interval ?? null,
      macroF1: macroF1?.interval ?? null,
    },
  };
}

function text(scorer: string, report: Summarised): string {
  const { spearman, auc, accuracy, macroF1, crossEntropy, mse, mae } = report;
  const share = (name: string, value: number, { low, high }: Interval): readonly string[] => [
    name,
    value.toFixed(3),
    `${low.toFixed(3)} … ${high.toFixed(3)}`,
  ];
  const { low, high } = times100(spearman.interval);
  return [
    `${report.pairs} pairs scored by ${scorer}, ${report.pairsPerSecond} a second`,
    '',
    ...columns([
      ['', 'value', '95 % interval'],
      ['Spearman × 100', (spearman.value * 100).toFixed(1), `${low.toFixed(1)} … ${high.toFixed(1)}`],
      share(`AUC (label ≥ ${report.positiveFrom})`, auc.value, auc.interval),
      ...(accuracy === null ? [] : [share('accuracy', accuracy.share, accuracy.interval)]),
      ...(macroF1 === null ? [] : [share('macro F1', macroF1.value, macroF1.interval)]),
      ['cross-entropy', crossEntropy.toFixed(3)],
      ['MSE', mse.toFixed(3)],
      ['MAE', mae.toFixed(3)],
    ]),
  ].join('\n');
}

function times100({ low, high }: Interval): Interval {
  return { low: low * 100, high: high * 100 };
}

function number(value: string): number {
  const label = value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(label)) return label;
  throw new InvalidArgumentError('expected a number.');
}
