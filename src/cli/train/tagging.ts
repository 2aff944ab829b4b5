import { Command } from 'commander';
import { trainTagger } from '../../stages/understand/tag/train-tagger.ts';
import { print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { readTagExamples } from './tag-examples.ts';
import { checkResultFiles, writeResult } from '../result-file.ts';

interface TaggingArguments {
  readonly train: string;
  readonly out: string;
  readonly json?: true;
}

/** `relevance train tagging`: a model that finds brands, products and the like. */
export function trainTaggingCommand(): Command {
  return new Command('tagging')
    .description('Train a model that finds brands, products, models and the like in a text.')
    .requiredOption('--train <file>', 'one {"text", "tags"} a line: a BIO label for each character')
    .requiredOption('--out <file>', 'where the model goes')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Example:
  relevance train tagging --train titles.jsonl --out models/tagging.bin`;

function run({ train, out, json }: TaggingArguments): void {
  checkResultFiles(out);
  const examples = readTagExamples(train);
  const bar = new ProgressBar(process.stderr, 'texts');
  const start = performance.now();
  const model = trainTagger(examples, (share) => bar.update(share, Math.round(share * examples.length)));
  bar.done();
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
  const bytes = model.toBytes();
  writeResult(out, bytes);
  const result = { examples: examples.length, tags: model.tags, bytes: bytes.length, seconds, out };
  if (json) printJson(result);
  else {
    const size = `${(bytes.length / 1e6).toFixed(1)} MB`;
    print(`${out}: ${examples.length} examples, tags ${model.tags.join(', ')}, ${size}, ${seconds} s`);
  }
}
