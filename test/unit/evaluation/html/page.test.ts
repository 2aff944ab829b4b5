import { describe, expect, test } from '@jest/globals';
import { ablation, ablationPlan } from '../../../../src/evaluation/ablation.ts';
import { barChart, deltaChart } from '../../../../src/evaluation/html/charts.ts';
import { html, Markup } from '../../../../src/evaluation/html/markup.ts';
import { evaluationPage } from '../../../../src/evaluation/html/page.ts';
import { report } from '../../../../src/evaluation/report.ts';

const HOSTILE = '<script>alert("1")</script> & \'x\'';
const set = {
  queries: [
    { id: 'q1', text: HOSTILE, stage: null },
    { id: 'q2', text: '绿茶', stage: null },
  ],
  grades: new Map(['q1', 'q2'].map((id) => [id, new Map([['a', 1]])])),
};
const options = { k: 10, metrics: ['ndcg@10', 'mrr@10'] };
const found = (first: readonly string[], second: readonly string[]) => ({
  rankings: new Map([
    ['q1', first],
    ['q2', second],
  ]),
  latenciesMs: [10, 20],
});
const plan = ablationPlan(['segment']);
const runs = new Map([
  ['off', found(['x', 'a'], ['a'])],
  ['without segment', found(['x', 'a'], ['a'])],
  ['all', found(['a'], ['x', 'a'])],
]);
const evaluation = {
  index: 'shop',
  dataset: 'sets/judged/',
  target: 'http://127.0.0.1:9600',
  body: { query: { match: { title: '{{query}}' } } },
  report: report(
    set,
    set.queries.map(({ id }) => ({
      queryId: id,
      off: runs.get('off')?.rankings.get(id) ?? [],
      on: runs.get('all')?.rankings.get(id) ?? [],
    })),
    options,
  ),
  statuses: new Map([['applied', 2]]),
  latency: { off: { p50: 10, p95: 20 }, on: { p50: 11, p95: 40 } },
};
const page = evaluationPage(
  { ...evaluation, ablation: ablation(set, runs, { ...options, plan, movedCount: 5 }) },
  'today',
);

describe('the report for a browser', () => {
  test('needs nothing else: no script, no address but namespaces, and a policy that forbids both', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|@import|url\(/i);
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"');
    expect(page).toContain('prefers-color-scheme: dark');
  });

  test('shows a query as text, whatever it is', () => {
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
    expect(page).toContain('绿茶');
  });

  test('says what changed, by metric, query and stage, and how long it took', () => {
    const text = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Relevance of judged');
    expect(text).toContain('sets/judged/ on shop at http://127.0.0.1:9600; 2 queries; today');
    expect(text).toContain('MRR@10 0.750 0.750 0.000');
    expect(text).toContain('1 / 1 / 0');
    expect(text).toContain('Worse: 1');
    expect(text).toContain('11.0 / 40.0');
    expect(text).toContain('What each stage adds to all the others');
    expect(text).toContain('100.0 % of the searches were improved');
    expect(page.match(/<svg/g)).toHaveLength(2 + 1 + 2 + 3 + 1 + 3);
  });

  test('of rankings from files tells of no latency', () => {
    const files = evaluationPage({ ...evaluation, index: null, latency: null, body: null }, 'today');
    expect(files).not.toContain('Latency');
    expect(files).not.toContain('the search request');
  });
});

describe('charts', () => {
  const row = { label: 'a', number: '', title: 'a' };

  test('draw bars from zero on one scale that holds every whisker', () => {
    const { text } = barChart([
      { ...row, value: 1, low: 0, high: 3 },
      { ...row, value: -1 },
    ]);
    const bars = [...text.matchAll(/<rect[^>]*class="(\w+)"[^>]*x="([\d.]+)"[^>]*width="([\d.]+)"/g)];
    expect(bars.map(([, name, x, width]) => [name, Number(x), Number(width)])).toEqual([
      ['better', 25, 25],
      ['worse', 0, 25],
    ]);
    expect(text).toContain('x1="25" x2="100"');
  });

  test('stay finite where there is nothing to draw', () => {
    expect(barChart([{ ...row, value: 0 }]).text).not.toMatch(/NaN|Infinity/);
    expect(deltaChart([]).text).not.toMatch(/NaN|Infinity/);
  });

  test('put neighbours together where queries are many', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ label: `q${at}`, value: at / 1000 - 0.5 }));
    expect(deltaChart(many).text.match(/<rect/g)).toHaveLength(112);
    expect(deltaChart(many.slice(0, 50)).text.match(/<rect/g)).toHaveLength(50);
  });
});

test('markup inside markup stays, everything else is escaped', () => {
  expect(html`<b>${'<i>'}${html`<i>${1}</i>`}${[new Markup('<u>')]}</b>`.text).toBe(
    '<b>&lt;i&gt;<i>1</i><u></b>',
  );
});
