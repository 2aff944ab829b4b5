import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench } from './relevance.ts';
import { openBench } from './relevance.ts';

const FOLDER = resolve('samples/products');
const LIMIT_MS = 60_000;

interface Product {
  readonly _id: string;
  readonly title: string;
  readonly price: number;
}

describe('the sample catalogue', () => {
  const rows = <Row>(name: string): readonly Row[] =>
    readFileSync(`${FOLDER}/${name}`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
  const products = rows<Product>('corpus.jsonl');

  test('is what its generator writes', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/build-samples.mjs', '--check']);
    expect([status, stderr.toString()]).toEqual([0, '']);
  });

  test('has at least 600 products of one shape in two languages, and no two with one title', () => {
    expect(products.length).toBeGreaterThanOrEqual(600);
    const fields = ['_id', 'title', 'brand', 'category', 'description', 'price', 'attributes', 'in_stock'];
    for (const product of products) expect(Object.keys(product)).toEqual([...fields, 'popularity']);
    expect(products.every(({ price }) => price > 0)).toBe(true);
    expect(new Set(products.map(({ title }) => title)).size).toBe(products.length);
    const chinese = products.filter(({ title }) => /\p{Script=Han}/u.test(title)).length;
    expect(chinese).toBeGreaterThan(200);
    expect(products.length - chinese).toBeGreaterThan(200);
  });

  test('has 60 queries, each with a product that is just right, and judges products that are there', () => {
    const queries = rows<{ readonly _id: string }>('queries.jsonl');
    expect(queries.length).toBe(60);
    const judged = readFileSync(`${FOLDER}/qrels.tsv`, 'utf8').trimEnd().split('\n').slice(1);
    const ids = new Set(products.map(({ _id }) => _id));
    const best = new Set<string>();
    for (const [query = '', product = '', grade = ''] of judged.map((line) => line.split('\t'))) {
      expect(ids.has(product)).toBe(true);
      expect(['0', '1', '2', '3']).toContain(grade);
      if (grade === '3') best.add(query);
    }
    expect([...best]).toEqual(queries.map(({ _id }) => _id));
  });
});

describe('searches on the sample catalogue', () => {
  let bench: Bench;
  beforeAll(() => {
    bench = openBench();
    // As with `npm start`: the catalogue's rules are in force.
    cpSync('rules', join(bench.folder, 'rules'), { recursive: true });
  });
  afterAll(() => bench.close());

  test(
    'are better with the pipeline than without, over all fields',
    async () => {
      const result = await bench.evaluate('--dataset', FOLDER, '--index', 'products');
      const { 'ndcg@10': ndcg, 'mrr@10': mrr, 'recall@100': recall } = result.metrics;
      expect(result.queries).toBe(60);
      // Some words stand nowhere in the catalogue: those searches get the plain answer.
      expect(result.applied).toBeGreaterThan(0.95);
      expect(ndcg.on).toBeGreaterThanOrEqual(0.9);
      expect(ndcg.interval.low).toBeGreaterThan(0);
      expect(mrr.on).toBeGreaterThanOrEqual(mrr.off);
      expect(recall.on).toBeGreaterThanOrEqual(0.95);
      expect(result.zeroResults.on).toBeLessThanOrEqual(result.zeroResults.off);
      const floors = { normalise: 0.95, correct: 0.85, synonym: 0.7, unit: 0.95, segment: 0.94 };
      for (const [name, floor] of Object.entries(floors)) {
        expect([name, result.stages.find(({ stage }) => stage === name)?.on]).toEqual([
          name,
          expect.any(Number),
        ]);
        expect(result.stages.find(({ stage }) => stage === name)?.on).toBeGreaterThan(floor);
      }
    },
    LIMIT_MS,
  );

  test.each(['title', 'title.cjk', 'title,description'])(
    'lose nothing on %s',
    async (fields) => {
      const { metrics } = await bench.evaluate(
        '--dataset',
        FOLDER,
        '--index',
        'products',
        '--fields',
        fields,
      );
      for (const { interval } of Object.values(metrics)) expect(interval.high).toBeGreaterThanOrEqual(0);
    },
    LIMIT_MS,
  );
});
