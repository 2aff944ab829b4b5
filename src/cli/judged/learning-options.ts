import type { Command } from 'commander';
import { CONFIG_OPTION } from '../command.ts';
import { whole } from '../eval/eval-arguments.ts';
import type { DatasetFiles } from '../eval/dataset.ts';
import { readDataset } from '../eval/dataset.ts';
import type { JudgedSet } from '../../evaluation/judged-set.ts';
import type { GatherArguments } from './gather.ts';

/** What every command that learns from judgments is asked. */
export interface LearningArguments extends GatherArguments {
  readonly dataset: string;
  readonly qrels?: string;
  readonly queries?: string;
  readonly every: number;
  readonly seed: number;
  readonly folds: number;
  readonly out: string;
  readonly json?: true;
}

const MANY = Number.MAX_SAFE_INTEGER;

export function withLearningOptions(command: Command): Command {
  return command
    .requiredOption('--dataset <folder>', 'judged set: queries.jsonl and qrels.tsv')
    .requiredOption('--index <name>', 'index or alias that holds its documents')
    .requiredOption('--out <file>', 'where the result goes')
    .option('--qrels <file>', 'other judgments than qrels.tsv, also as TREC writes them')
    .option('--queries <file>', 'other queries than queries.jsonl; a bare name is one of the folder')
    .option('--every <n>', 'only one query in n', whole(1, MANY), 1)
    .option(
      '--fields <list>',
      'fields that the app searches, such as title^2,text (default: all text fields)',
    )
    .option('--body <file>', 'search request with {{query}} where the text goes, instead of --fields')
    .option('--pipeline <name>', "pipeline to learn for (default: the index's own)")
    .option(
      '--folds <n>',
      'parts that queries are dealt into, each measured by what was learnt from the others',
      whole(2, 20),
      5,
    )
    .option('--seed <n>', 'the same number gives the same result', whole(0, MANY), 1)
    .option('--concurrency <n>', 'searches at a time, 1 to 64', whole(1, 64), 4)
    .option('--es <url>', 'search this Elasticsearch (default: the configured one)')
    .option(...CONFIG_OPTION)
    .option('--json', 'print the report as JSON');
}

/** The queries that are learnt from. @throws CommandError, GatewayError for faulty files */
export function judgedFor({ dataset, qrels, queries, every }: LearningArguments): JudgedSet {
  const files: DatasetFiles = { folder: dataset, queries, qrels };
  const whole = readDataset(files);
  return { ...whole, queries: whole.queries.filter((_, at) => at % every === 0) };
}
