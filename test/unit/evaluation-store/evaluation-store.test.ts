import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  createEvaluationStore,
  type EvaluationStore,
} from '../../../src/evaluation-store/evaluation-store.ts';
import type { EvaluationJson } from '../../../src/evaluation/summary.ts';

const COMPARISON = {
  off: 0.5,
  on: 0.6,
  difference: 0.1,
  interval: { low: 0.05, high: 0.15 },
  p: 0.01,
  wins: 3,
  losses: 1,
  ties: 2,
};
const EVALUATION: EvaluationJson = {
  index: 'products',
  dataset: '/data/Judged sets/Products 1',
  target: 'http://127.0.0.1:9600',
  body: {},
  queries: 6,
  skipped: 0,
  metrics: { 'ndcg@10': COMPARISON, 'mrr@10': COMPARISON },
  damage: { threshold: 0.05, count: 1, total: 6, share: 1 / 6, interval: { low: 0, high: 0.5 } },
  zeroResults: { off: 0, on: 0 },
  unjudged: { off: 0, on: 0 },
  applied: 1,
  statuses: {},
  latency: null,
  moved: [{ id: 'q1', text: '<b>x</b>', stage: null, off: 0, on: 1 }],
  stages: [],
};

let folder: string;
let store: EvaluationStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-evaluations-'));
  store = createEvaluationStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is saved is listed, the latest first, and read whole', async () => {
  const first = await store.save(EVALUATION, new Date('2026-01-02T03:04:05.006Z'));
  const second = await store.save({ ...EVALUATION, dataset: '.' }, new Date('2026-01-02T03:04:06Z'));
  expect(first).toBe('20260102-030405006-products-1');
  const { evaluations, unreadable } = await store.list();
  expect(unreadable).toEqual([]);
  expect(evaluations.map(({ id }) => id)).toEqual([second, first]);
  expect(evaluations[1]).toEqual({
    id: first,
    savedAt: '2026-01-02T03:04:05.006Z',
    dataset: EVALUATION.dataset,
    index: 'products',
    queries: 6,
    metric: { name: 'ndcg@10', comparison: COMPARISON },
    ablated: false,
  });
  expect(await store.read(first)).toMatchObject(EVALUATION);
});

test('a file that is changed is read again', async () => {
  const id = await store.save(EVALUATION, new Date(0));
  await store.list();
  writeFileSync(join(folder, `${id}.json`), JSON.stringify({ ...EVALUATION, savedAt: 'x', queries: 77 }));
  expect((await store.list()).evaluations[0]?.queries).toBe(77);
});

test('files that are no evaluations are said, and do not hide the others', async () => {
  await store.save(EVALUATION, new Date(0));
  writeFileSync(join(folder, 'broken.json'), '{');
  writeFileSync(join(folder, 'other.json'), '{"metrics": {}}');
  writeFileSync(join(folder, 'Odd Name.json'), '{}');
  writeFileSync(join(folder, 'notes.txt'), '');
  const { evaluations, unreadable } = await store.list();
  expect(evaluations).toHaveLength(1);
  expect(unreadable.toSorted()).toEqual(['Odd Name.json', 'broken.json', 'other.json']);
  await expect(store.read('broken')).rejects.toMatchObject({ code: 'storage_failed' });
});

test('nothing was saved yet', async () => {
  const none = createEvaluationStore(join(folder, 'nothing'));
  expect(await none.list()).toEqual({ evaluations: [], unreadable: [] });
  expect(await none.read('20260101-000000-x')).toBeUndefined();
});

test.each(['../x', '..', 'a/b', '', 'x.json', 'A'])('the id %j is refused', async (id) => {
  await expect(store.read(id)).rejects.toMatchObject({ code: 'bad_request' });
});
