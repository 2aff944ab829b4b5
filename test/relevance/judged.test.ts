import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench } from './relevance.ts';
import { openBench } from './relevance.ts';

/** Judged sets that nobody of this project wrote; their licences keep them out of the repository. */
const DATA = resolve(process.env['RELEVANCE_EVAL_DATA'] ?? '../shared/data');
const LIMIT_MS = 180_000;

/** One query in so many: the whole set takes minutes. */
const EVERY = 10;

interface Floors {
  readonly folder: string;
  readonly qrels: string;
  readonly fields: string;
  readonly every: number;
  /** Of the pipeline; a little below what was measured. */
  readonly ndcg: number;
  readonly mrr: number;
  readonly recall: number;
}

const SETS: readonly Floors[] = [
  {
    folder: 'en-product-icecat',
    qrels: 'qrels_broad.tsv',
    fields: 'title,text',
    every: 1,
    ndcg: 0.815,
    mrr: 0.89,
    recall: 0.9,
  },
  {
    folder: 'zh-web-qbqtc/dev',
    qrels: 'qrels.tsv',
    fields: 'title',
    every: EVERY,
    ndcg: 0.81,
    mrr: 0.8,
    recall: 0.87,
  },
];

for (const { folder, qrels, fields, every, ...floors } of SETS) {
  const dataset = join(DATA, folder);
  const isThere = existsSync(dataset);
  // A name that says what was left out: a skipped test is not a passed one.
  (isThere ? describe : describe.skip)(isThere ? folder : `${folder} (not in RELEVANCE_EVAL_DATA)`, () => {
    let bench: Bench;
    beforeAll(() => {
      bench = openBench();
    });
    afterAll(() => bench.close());

    test(
      'loads with an inferred mapping, and the pipeline keeps its floors and loses nothing',
      async () => {
        const loaded = await bench.run('index', '--index', 'judged', '--file', writeCorpus());
        expect(loaded).toMatchObject({ created: true, failed: 0 });
        const files = ['--dataset', dataset, '--qrels', qrels, '--queries', writeQueries()];
        const { metrics, applied } = await bench.evaluate(...files, '--index', 'judged', '--fields', fields);
        expect(applied).toBeGreaterThan(0.99);
        expect(metrics['ndcg@10'].on).toBeGreaterThanOrEqual(floors.ndcg);
        expect(metrics['mrr@10'].on).toBeGreaterThanOrEqual(floors.mrr);
        expect(metrics['recall@100'].on).toBeGreaterThanOrEqual(floors.recall);
        for (const { interval } of Object.values(metrics)) expect(interval.high).toBeGreaterThanOrEqual(0);
      },
      LIMIT_MS,
    );

    /** A copy, as the checkpoint stands beside the file and the data may be read-only. */
    function writeCorpus(): string {
      const file = join(bench.folder, 'corpus.jsonl');
      writeFileSync(file, readFileSync(join(dataset, 'corpus.jsonl')));
      return file;
    }

    function writeQueries(): string {
      const file = join(bench.folder, 'queries.jsonl');
      const lines = readFileSync(join(dataset, 'queries.jsonl'), 'utf8').trimEnd().split('\n');
      writeFileSync(file, `${lines.filter((_, at) => at % every === 0).join('\n')}\n`);
      return file;
    }
  });
}
