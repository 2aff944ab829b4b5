import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../src/evaluation/comparison.ts';
import { tuningPage } from '../../../../src/evaluation/html/tuning-page.ts';
import type { Tuning } from '../../../../src/evaluation/tuning/tuning.ts';

const pairs = [
  { queryId: 'q1', off: 0.5, on: 1 },
  { queryId: 'q2', off: 1, on: 0.75 },
  { queryId: 'q3', off: 1, on: 1 },
];
const TUNING: Tuning = {
  dataset: 'sets/judged',
  index: 'shop',
  metric: 'nDCG@10',
  seed: 7,
  restraint: 0.003,
  folds: [
    { queries: 2, restraint: 0.003, point: { 'leg knn': 0.5 }, off: 0.75, on: 0.875 },
    { queries: 1, restraint: Infinity, point: { 'leg knn': 0.2 }, off: 1, on: 1 },
  ],
  comparison: compare(pairs),
  moved: [
    { id: 'q1', text: '<b>绿茶</b>', stage: null, off: 0.5, on: 1 },
    { id: 'q2', text: 'tea', stage: null, off: 1, on: 0.75 },
  ],
  seen: 0.95,
  start: { 'leg knn': 0.2 },
  tuned: { 'leg knn': 0.5 },
  tried: [
    {
      name: 'leg knn',
      values: [
        { value: 0, mean: 0.8 },
        { value: 0.2, mean: 0.833 },
        { value: 0.5, mean: 0.95 },
      ],
    },
  ],
};
const textOf = (page: string): string =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('the report of tuning for a browser', () => {
  const page = tuningPage(TUNING, 'today');
  const text = textOf(page);

  test('needs nothing else, and shows a query as text', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|@import|url\(/i);
    expect(page).toContain('&lt;b&gt;绿茶&lt;/b&gt;');
    expect(page).not.toContain('<b>绿茶');
  });

  test('says what was gained on queries that it was not chosen by, and how surely', () => {
    expect(text).toContain('sets/judged on shop; 3 queries in 2 folds by their words, seed 7; today');
    expect(text).toContain('0.833 → 0.917 nDCG@10, on queries it was not chosen by');
    expect(text).toMatch(/\+0\.083 −\d\.\d{3} … \+0\.\d{3}, p \d\.\d{3}/);
    expect(text).toContain('1 / 1 better / worse, 1 the same');
    expect(text).not.toContain('Nothing did clearly better');
    expect(textOf(tuningPage({ ...TUNING, restraint: Infinity }, 'today'))).toContain(
      'Nothing did clearly better than what is configured',
    );
  });

  test('shows what each fold chose, and each value that was tried', () => {
    expect(text).toContain('what was is fold 1 fold 2 leg knn 0.2 0.5 0.5 0.2');
    expect(text).toContain('1 2 0.750 0.875 0.003 2 1 1.000 1.000 all');
    expect(text).toContain('leg knn 0 0.2 0.5 within 0.150 0.800 0.833 0.950');
    expect(page).toMatch(/<td class="was">0\.833<\/td>\s*<td class="is">0\.950<\/td>/);
  });

  test('lists the queries that got worse and better', () => {
    expect(text).toContain('Worse: 1 change was chosen without it id query −0.250 1.000 0.750 q2 tea');
    expect(text).toContain('Better: 1');
  });
});
