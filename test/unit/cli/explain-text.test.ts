import { expect, test } from '@jest/globals';
import { explainText } from '../../../src/cli/explain-text.ts';
import { clip, columns, width } from '../../../src/cli/output.ts';
import { typedQuery } from '../../../src/domain/query.ts';
import type { Explanation } from '../../../src/admin-api/explain.ts';

const slot = (key: string, ...others: readonly [string, number][]) => ({
  span: { start: 0, end: key.length },
  key,
  alternatives: [
    { terms: [key], weight: 1, origin: 'user' },
    ...others.map(([term, weight]) => ({ terms: term.split(' '), weight, origin: 'synonyms' })),
  ],
});

const EXPLANATION: Explanation = {
  index: 'products',
  pipeline: 'default',
  version: 'v1',
  outcome: 'applied',
  reason: null,
  degraded: ['rerank'],
  relaxed: null,
  durationMs: 12.34,
  query: {
    ...typedQuery('iphone15pro手机壳'),
    slots: [slot('iphone15pro'), slot('手机壳', ['保护 壳', 0.8])],
  },
  stages: [
    { stage: 'segment', kind: 'query', startMs: 0, durationMs: 0.123, outcome: 'ok', notes: [{ words: 2 }] },
    { stage: 'rerank', kind: 'rank', startMs: 0, durationMs: 40, outcome: 'timeout', notes: [] },
  ],
  steps: [],
  sent: {},
  total: 42,
  hits: [
    {
      index: 'products',
      id: 'p1',
      score: 9.5,
      legs: [{ leg: 'lexical', rank: 2, score: 9.5 }],
      notes: [],
      source: { title: '透明手机壳', price: 9, brand: 'Acme' },
    },
    { index: 'products', id: 'p20', score: null, legs: [], notes: [], source: null },
  ],
};

test('an explanation reads from the query to the hits', () => {
  expect(explainText(EXPLANATION).split('\n')).toEqual([
    'products, pipeline default: applied, without rerank, 12 ms',
    'query: iphone15pro手机壳 → iphone15pro ▸ 手机壳|保护 壳^0.8',
    '',
    'query    segment              0.12 ms',
    '         {"words":2}',
    'rank     rerank                 40 ms  TIMEOUT',
    '',
    '42 hits, the first of them:',
    '1  9.500  p1   lexical #2  透明手机壳 · Acme',
    '2  -      p20',
  ]);
});

test('what moved a hit stands beside it, and how a query was relaxed above all', () => {
  const notes = [
    { stage: 'fuse', score: 0.5, shares: {} },
    { stage: 'rerank', before: 1 },
    { stage: 'merchandise', from: 4, to: 2, swayed: 2, rules: ['up', 'more'] },
    { stage: 'merchandise', to: 1, pinned: 1, rule: 'new' },
    { stage: 'merchandise', from: 2, to: 5, maxPer: 'brand' },
  ];
  const [hit] = EXPLANATION.hits;
  const text = explainText({
    ...EXPLANATION,
    relaxed: 'modifiers',
    hits: [{ ...hit!, source: null, notes }],
  });
  expect(text).toContain('applied, relaxed (modifiers), without rerank');
  expect(text.split('\n').at(-1)).toBe(
    '1  9.500  p1  lexical #2 → fuse 0.500, rerank, merchandise 4→2 swayed (up) (more), merchandise →1 pinned (new), merchandise 2→5 maxPer'.slice(
      0,
      109,
    ) + '…',
  );
});

test('a bypass says why', () => {
  const text = explainText({
    ...EXPLANATION,
    outcome: 'bypass',
    reason: 'sort',
    degraded: [],
    query: null,
    stages: [],
    hits: [],
    total: null,
  });
  expect(text.split('\n')).toEqual(['products, pipeline default: bypass (sort), 12 ms', '', '0 hits']);
});

test('Chinese characters take two columns', () => {
  expect(width('a手机b')).toBe(6);
  expect(clip('手机壳手机壳', 6)).toBe('手机…');
  expect(
    columns([
      ['手机', 5, 'x'],
      ['a', 10, ''],
    ]),
  ).toEqual(['手机   5  x', 'a     10']);
});
