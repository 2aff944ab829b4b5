import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench } from './relevance.ts';
import { GATE, openBench } from './relevance.ts';

/** Judged sets that nobody of this project wrote; their licences keep them out of the repository. */
const DATA = resolve(process.env['RELEVANCE_EVAL_DATA'] ?? '../shared/data');
const LIMIT_MS = 300_000;

interface JudgedFolder {
  readonly folder: string;
  readonly qrels: string;
  readonly fields: string;
  /** One query in so many: whole sets take minutes. */
  readonly every: number;
  /** Vectors of the large sets take minutes too. */
  readonly encoder: 'be-en' | 'none';
}

/** With the bodies that a developer would write first; what they must keep is in the gate. */
const SETS: readonly JudgedFolder[] = [
  { folder: 'en-cranfield', qrels: 'qrels.tsv', fields: 'title,text', every: 1, encoder: 'be-en' },
  { folder: 'en-movie-msrd', qrels: 'qrels.tsv', fields: 'title', every: 40, encoder: 'none' },
  { folder: 'en-product-icecat', qrels: 'qrels_broad.tsv', fields: 'title,text', every: 1, encoder: 'none' },
  { folder: 'zh-web-qbqtc/dev', qrels: 'qrels.tsv', fields: 'title', every: 40, encoder: 'none' },
];

const missing = SETS.filter(({ folder }) => !existsSync(join(DATA, folder)));
if (missing.length > 0) {
  const names = missing.map(({ folder }) => folder).join(', ');
  process.stderr.write(`Not held to their gates, as ${DATA} (RELEVANCE_EVAL_DATA) lacks them: ${names}\n`);
}

for (const { folder, qrels, fields, every, encoder } of SETS) {
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
        const loaded = await bench.run(
          'index',
          '--index',
          'judged',
          '--file',
          writeCorpus(),
          '--encoder',
          encoder,
        );
        expect(loaded).toMatchObject({
          created: true,
          failed: 0,
          encoder: encoder === 'none' ? null : 'be-en@1',
        });
        const files = ['--dataset', dataset, '--qrels', qrels, '--every', String(every)];
        // Ends with exit code 1, and a line for each floor, where one is broken.
        const { queries } = await bench.evaluate(
          ...files,
          '--index',
          'judged',
          '--fields',
          fields,
          '--gate',
          GATE,
        );
        expect(queries).toBeGreaterThan(50);
      },
      LIMIT_MS,
    );

    /** A copy, as the checkpoint stands beside the file and the data may be read-only. */
    function writeCorpus(): string {
      const file = join(bench.folder, 'corpus.jsonl');
      writeFileSync(file, readFileSync(join(dataset, 'corpus.jsonl')));
      return file;
    }
  });
}
