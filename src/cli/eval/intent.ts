import { Command } from 'commander';
import type { ClassificationReport, Classified } from '../../evaluation/classification.ts';
import { classificationReport } from '../../evaluation/classification.ts';
import { IntentModel } from '../../stages/understand/intent/intent-model.ts';
import type { IntentExample } from '../../stages/understand/intent/train-intent.ts';
import { trainIntentModel } from '../../stages/understand/intent/train-intent.ts';
import { columns, print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { readIntentExamples } from '../train/intent-examples.ts';
import { percent, percentRow } from './percent.ts';

interface IntentArguments {
  readonly train: string;
  readonly test: string;
  readonly json?: true;
}

/** `relevance eval intent`: what a model of these examples says of others. */
export function intentCommand(): Command {
  return new Command('intent')
    .description(
      'Train a model of intents and measure it on other texts: accuracy, macro F1, calibration, microseconds a query one at a time.',
    )
    .requiredOption('--train <file>', 'one {"text", "intent"} a line')
    .requiredOption('--test <file>', 'likewise; no text of it is trained on')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval intent --train train.jsonl --test test.jsonl
  relevance eval intent --train train.jsonl --test test.jsonl --json`;

function run({ train, test, json }: IntentArguments): void {
  const [examples, texts] = [readIntentExamples(train), readIntentExamples(test)];
  const bar = new ProgressBar(process.stderr, 'folds');
  const start = performance.now();
  const trained = trainIntentModel(examples, (share) => bar.update(share, Math.round(share * 6)));
  bar.done();
  const trainSeconds = Number(((performance.now() - start) / 1000).toFixed(2));
  const bytes = trained.toBytes();
  const opened = performance.now();
  // As the gateway has it: from its file, with the weights' rounding.
  const model = IntentModel.open(bytes);
  const loadMilliseconds = Number((performance.now() - opened).toFixed(2));
  const { results, microsPerQuery } = measure(model, texts);
  const report = classificationReport(results);
  const cost = { microsPerQuery, trainSeconds, loadMilliseconds, modelBytes: bytes.length };
  if (!json) return print(text(report, cost));
  const { accuracy, macroF1, ece, classes } = report;
  printJson({
    train: examples.length,
    test: texts.length,
    accuracy: accuracy.share,
    accuracyInterval: accuracy.interval,
    macroF1: macroF1.value,
    macroF1Interval: macroF1.interval,
    ece: ece.value,
    eceInterval: ece.interval,
    ...cost,
    classes,
  });
}

/** One text at a time, once the code is warm. */
function measure(
  model: IntentModel,
  texts: readonly IntentExample[],
): { readonly results: readonly Classified[]; readonly microsPerQuery: number } {
  for (const { text } of texts) model.predict(text);
  const start = performance.now();
  const predictions = texts.map(({ text }) => model.predict(text));
  const micros = ((performance.now() - start) * 1000) / texts.length;
  const results = texts.map(({ intent }, at) => ({
    expected: intent,
    predicted: predictions[at]?.intent,
    probability: predictions[at]?.probability ?? 0,
  }));
  return { results, microsPerQuery: Number(micros.toFixed(1)) };
}

interface Cost {
  readonly microsPerQuery: number;
  readonly trainSeconds: number;
  readonly loadMilliseconds: number;
  readonly modelBytes: number;
}

function text({ accuracy, macroF1, ece, classes }: ClassificationReport, cost: Cost): string {
  return [
    ...columns([
      ['', 'value', '95 % interval'],
      percentRow('accuracy', accuracy.share, accuracy.interval),
      percentRow('macro F1', macroF1.value, macroF1.interval),
      percentRow('calibration error', ece.value, ece.interval),
    ]),
    '',
    ...columns([
      ['intent', 'texts', 'precision', 'recall', 'F1'],
      ...classes.map(({ name, total, precision, recall, f1 }) => [
        name,
        String(total),
        percent(precision),
        percent(recall),
        percent(f1),
      ]),
    ]),
    '',
    `${cost.microsPerQuery} µs a query; trained in ${cost.trainSeconds} s, loaded in ${cost.loadMilliseconds} ms, ${(cost.modelBytes / 1e6).toFixed(2)} MB`,
  ].join('\n');
}
