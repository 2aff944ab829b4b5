import { Command } from 'commander';
import type { TaggingReport, TagReport } from '../../evaluation/tagging.ts';
import { taggingReport } from '../../evaluation/tagging.ts';
import { TagModel } from '../../stages/understand/tag/tag-model.ts';
import type { TagExample } from '../../stages/understand/tag/train-tagger.ts';
import { trainTagger } from '../../stages/understand/tag/train-tagger.ts';
import { columns, print, printJson } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { readTagExamples } from '../train/tag-examples.ts';
import { percent } from './percent.ts';

interface TaggingArguments {
  readonly train: string;
  readonly test: string;
  readonly json?: true;
}

/** `relevance eval tagging`: what a model of these texts finds in others. */
export function taggingCommand(): Command {
  return new Command('tagging')
    .description(
      'Train a model of tags and measure it on other texts: precision, recall and F1 of each tag with 95 % intervals, also on those texts alone that the training does not hold.',
    )
    .requiredOption('--train <file>', 'one {"text", "tags"} a line: a BIO label for each character')
    .requiredOption('--test <file>', 'likewise')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
Examples:
  relevance eval tagging --train train.jsonl --test test.jsonl
  relevance eval tagging --train train.jsonl --test test.jsonl --json`;

function run({ train, test, json }: TaggingArguments): void {
  const [examples, texts] = [readTagExamples(train), readTagExamples(test)];
  const bar = new ProgressBar(process.stderr, 'texts');
  const start = performance.now();
  const trained = trainTagger(examples, (share) => bar.update(share, Math.round(share * examples.length)));
  bar.done();
  const trainSeconds = Number(((performance.now() - start) / 1000).toFixed(1));
  const bytes = trained.toBytes();
  const opened = performance.now();
  const model = TagModel.open(bytes);
  const loadMilliseconds = Number((performance.now() - opened).toFixed(1));
  const known = new Set(examples.map(({ text }) => text));
  const unseen = texts.filter(({ text }) => !known.has(text));
  const microsPerText = speedOf(model, texts);
  const [all, fresh] = [texts, unseen].map((list) =>
    taggingReport(list.map((example) => tagged(model, example))),
  );
  const cost = { microsPerText, trainSeconds, loadMilliseconds, modelBytes: bytes.length };
  if (json) {
    printJson({
      train: examples.length,
      test: texts.length,
      ...all,
      unseen: { test: unseen.length, ...fresh },
      ...cost,
    });
    return;
  }
  print(
    [
      `${texts.length} texts`,
      ...table(all!),
      '',
      `${unseen.length} of them that the training does not hold`,
      ...table(fresh!),
      '',
      `${microsPerText} µs a text; trained in ${trainSeconds} s, loaded in ${loadMilliseconds} ms, ${(bytes.length / 1e6).toFixed(1)} MB`,
    ].join('\n'),
  );
}

/** Microseconds, one text at a time, once the code is warm. */
function speedOf(model: TagModel, texts: readonly TagExample[]): number {
  for (const { text } of texts) model.tag(text);
  const start = performance.now();
  for (const { text } of texts) model.tag(text);
  return Number((((performance.now() - start) * 1000) / texts.length).toFixed(1));
}

function tagged(model: TagModel, { text, ranges }: TagExample) {
  return { expected: ranges, found: model.tag(text) };
}

function table({ all, tags }: TaggingReport): readonly string[] {
  return columns([
    ['tag', 'pieces', 'precision', 'recall', 'F1', '95 % interval'],
    ...[...tags, all].map(row),
  ]);
}

function row({ tag, precision, recall, f1 }: TagReport): readonly string[] {
  const { low, high } = f1.interval;
  const shares = [precision.share, recall.share, f1.value].map(percent);
  return [tag, String(recall.total), ...shares, `${percent(low)} … ${percent(high)}`];
}
