import { spawnSync } from 'node:child_process';
import { describe, expect, jest, test } from '@jest/globals';
import { metricOf } from '../../src/evaluation/metric.ts';
import { hasRelevant } from '../../src/evaluation/metrics.ts';
import { spearman } from '../../src/evaluation/pairs/agreement.ts';
import { randomIntegers } from '../../src/evaluation/random.ts';
import { readRun } from '../../src/evaluation/trec.ts';
import { pythonWith } from '../support/python-environment.ts';

jest.setTimeout(180_000);

const PACKAGES = ['pytrec_eval-terrier==0.5.11', 'ir_measures==0.4.3'];
const environment = pythonWith('ir-measures-0.4.3', PACKAGES);
const [K, DEPTH] = [10, 100];
/** gdeval's scale is fixed. */
const MAX_GRADE = 4;

interface Reference {
  readonly queries: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly spearman: number;
}

/** Random judgments and scores, many of them equal, some of documents that nobody judged. */
function randomRuns(seed: number) {
  const random = randomIntegers(seed);
  const below = (count: number): number => random() % count;
  const table = (rows: number, value: () => number): Readonly<Record<string, number>> =>
    Object.fromEntries(Array.from({ length: rows }, () => [`d${below(200)}`, value()]));
  const queries = Array.from({ length: 40 }, (_, at) => String(at + 1));
  return {
    k: K,
    depth: DEPTH,
    qrels: Object.fromEntries(queries.map((id) => [id, table(1 + below(80), () => below(MAX_GRADE + 1))])),
    runs: Object.fromEntries(queries.map((id) => [id, table(1 + below(150), () => below(60) / 4)])),
    scores: Array.from({ length: 300 }, () => below(40) / 10),
    labels: Array.from({ length: 300 }, () => below(3)),
  };
}

function reference(python: string, given: object): Reference {
  const { status, stdout, stderr } = spawnSync(python, ['test/reference/metrics.py'], {
    input: JSON.stringify(given),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Reference;
}

if ('missing' in environment) {
  if (process.env['CI'] === 'true') {
    test('the reference implementations can be installed', () => {
      throw new Error(environment.missing);
    });
  } else {
    process.stderr.write(
      `Metrics are not compared with reference implementations:\n${environment.missing}\n`,
    );
    describe.skip('reference implementations', () => {
      test('need python3 with venv, perl, and PyPI once', () => {});
    });
  }
} else {
  const { python } = environment;

  describe.each([1, 2, 3])('random runs %d', (seed) => {
    const given = randomRuns(seed);
    const expected = reference(python, given);
    const lines = Object.entries(given.runs).flatMap(([query, documents]) =>
      Object.entries(documents).map(([document, score]) => `${query} Q0 ${document} 0 ${score} r`),
    );
    const rankings = readRun(lines, 'run');

    test.each([
      [`ndcg@${K}`, `ndcg@${K}`, 9],
      [`ndcg@${K}`, `gdeval-ndcg@${K}`, 4],
      ['mrr@1000', 'mrr@1000', 9],
      [`err@${K}`, `err@${K}`, 4],
      [`precision@${K}`, `precision@${K}`, 9],
      [`recall@${DEPTH}`, `recall@${DEPTH}`, 9],
      [`map@${DEPTH}`, `map@${DEPTH}`, 9],
      [`judged-map@${DEPTH}`, `judged-map@${DEPTH}`, 9],
      [`judged-precision@${K}`, `judged-precision@${K}`, 9],
      [`judged-recall@${K}`, `judged-recall@${K}`, 9],
    ])('%s is %s of the reference', (name, theirs, digits) => {
      const metric = metricOf(name, MAX_GRADE);
      let compared = 0;
      for (const [query, judged] of Object.entries(given.qrels)) {
        const grades = new Map(Object.entries(judged));
        if (!hasRelevant(grades)) continue;
        const value = metric.of(rankings.get(query) ?? [], grades);
        expect([query, value]).toEqual([
          query,
          expect.closeTo(expected.queries[query]?.[theirs] ?? NaN, digits),
        ]);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(30);
    });

    test('Spearman’s correlation is SciPy’s', () => {
      expect(spearman(given.scores, given.labels).value).toBeCloseTo(expected.spearman, 12);
    });
  });
}
