import { Command } from 'commander';
import { trainIntentModel } from '../../stages/understand/intent/train-intent.ts';
import { print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { readIntentExamples } from './intent-examples.ts';
import { checkResultFiles, writeResult } from '../result-file.ts';

interface IntentArguments {
  readonly train: string;
  readonly out: string;
  readonly json?: true;
}

/** `relevance train intent`: a file that the stage `intent` reads. */
export function trainIntentCommand(): Command {
  return new Command('intent')
    .description('Train a model that tells what a query is about, with calibrated probabilities.')
    .requiredOption('--train <file>', 'one {"text", "intent"} a line')
    .requiredOption('--out <file>', 'where the model goes')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Example:
  relevance train intent --train queries.jsonl --out models/intent.bin`;

function run({ train, out, json }: IntentArguments): void {
  checkResultFiles(out);
  const examples = readIntentExamples(train);
  const bar = new ProgressBar(process.stderr, 'folds');
  const start = performance.now();
  const model = trainIntentModel(examples, (share) => bar.update(share, Math.round(share * 6)));
  bar.done();
  const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
  const bytes = model.toBytes();
  writeResult(out, bytes);
  const result = { examples: examples.length, intents: model.intents, bytes: bytes.length, seconds, out };
  if (json) printJson(result);
  else {
    const size = `${(bytes.length / 1e6).toFixed(2)} MB`;
    print(`${out}: ${examples.length} examples, ${model.intents.length} intents, ${size}, ${seconds} s`);
  }
}
