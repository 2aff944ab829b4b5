import { expect, test } from '@jest/globals';
import type { Catalog, IndexDescription } from '../../../../src/domain/catalog.ts';
import { indicesReport } from '../../../../src/http/admin/plan-reports.ts';
import { createPlan } from '../../../../src/http/search/plan.ts';

const described = (name: string, more: Partial<IndexDescription> = {}): IndexDescription => ({
  name,
  kind: 'index',
  fields: new Map([
    ['title', { type: 'text', analyzer: 'cjk', hanCut: 'bigram' }],
    ['vector', { type: 'dense_vector', analyzer: null, hanCut: null, dims: 384 }],
  ]),
  meta: {},
  ...more,
});

function catalogOf(...indices: readonly IndexDescription[]): Catalog {
  const all = new Map(indices.map((index) => [index.name, index]));
  return { describe: (name) => all.get(name), names: () => [...all.keys()] };
}

const planOf = (indices?: ReadonlyMap<string, { readonly pipeline: string }>) =>
  createPlan({
    pipelines: [],
    indices,
    limits: { bodyBytes: 1, msearchItems: 1 },
    explainAllowed: false,
    ingredients: [],
  });

test('the ordinary ones with their fields, by name', () => {
  const catalog = catalogOf(
    described('shop', { meta: { encoder: 'bge-small' } }),
    described('.kibana'),
    described('logs', { kind: 'data_stream' }),
    described('all', { kind: 'alias' }),
  );
  const { indices, left } = indicesReport(catalog, planOf());
  expect(indices.map(({ name, kind, encoder }) => [name, kind, encoder])).toEqual([
    ['all', 'alias', null],
    ['shop', 'index', 'bge-small'],
  ]);
  expect(left).toBe(0);
  expect(indices[1]?.fields).toEqual([
    { path: 'title', type: 'text', analyzer: 'cjk', hanCut: 'bigram', dims: null },
    { path: 'vector', type: 'dense_vector', analyzer: null, hanCut: null, dims: 384 },
  ]);
});

test('those that the configuration names, known or not', () => {
  const indices = new Map([
    ['shop', { pipeline: 'fast' }],
    ['gone', { pipeline: 'default' }],
  ]);
  const report = indicesReport(catalogOf(described('shop'), described('other')), planOf(indices));
  expect(report.indices.map(({ name, known, pipeline }) => [name, known, pipeline])).toEqual([
    ['gone', false, 'default'],
    ['shop', true, 'fast'],
  ]);
});

test('of very many the first thousand', () => {
  const many = Array.from({ length: 1200 }, (_, n) => described(`i${n}`, { fields: new Map() }));
  const { indices, left } = indicesReport(catalogOf(...many), planOf());
  expect([indices.length, left]).toEqual([1000, 200]);
});
