import { Command, InvalidArgumentError } from 'commander';
import type { Config } from '../../config/schema.ts';
import { readPairs } from '../../evaluation/pairs/labelled-pair.ts';
import { pairReport } from '../../evaluation/pairs/pair-report.ts';
import { LEXICAL, scorePairs } from '../../evaluation/pairs/pair-scorer.ts';
import { CommandError, CONFIG_OPTION } from '../command.ts';
import { print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { settings } from '../settings.ts';
import { linesOf } from './dataset.ts';
import type { OpenScorer } from './model-scorer.ts';
import { openModelScorer } from './model-scorer.ts';
import { pairSummary, pairText } from './pair-text.ts';
import { openBlendScorer } from '../pairs/blend-scorer.ts';
import { type PairModels, withPairModels } from '../pairs/pair-models.ts';

interface PairsArguments extends PairModels {
  readonly pairs: string;
  readonly positive: number;
  readonly model?: string;
  readonly blend?: string;
  readonly config?: string;
  readonly json?: true;
}

/** `relevance eval pairs`: how well scores of pairs go with what people said of them. */
export function pairsCommand(): Command {
  return withPairModels(new Command('pairs'))
    .description(
      'Measure scores of query and text against labels: rank correlation, area under the ROC curve, accuracy, macro F1, cross-entropy, squared and absolute error.',
    )
    .requiredOption('--pairs <file>', 'query TAB text TAB label, one pair a line, no header')
    .option('--positive <label>', 'labels of this or more are positive', number, 1)
    .option('--model <name>', 'model that scores: a name or a folder (default: character bigrams)')
    .option('--blend <file>', 'score with what "relevance train pairs" wrote')
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
  relevance eval pairs --pairs pairs.tsv --blend models/titles.json

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
  if (args.json) printJson(pairSummary(args.pairs, scorer.name, report));
  else print(pairText(scorer.name, report));
}

function scorerOf(args: PairsArguments): Promise<OpenScorer> {
  const { model, blend, config } = args;
  if (model !== undefined && blend !== undefined) {
    throw new CommandError('give --model or --blend, one of the two', 2);
  }
  const settled = (): Config => settings(config === undefined ? {} : { config }).config;
  if (blend !== undefined) return openBlendScorer(blend, args, settled());
  if (model !== undefined) return openModelScorer(model, settled());
  return Promise.resolve({ scorer: LEXICAL, close: () => Promise.resolve() });
}

function number(value: string): number {
  const label = value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(label)) return label;
  throw new InvalidArgumentError('expected a number.');
}
