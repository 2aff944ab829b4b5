import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Candidate } from '../../../src/domain/candidate.ts';
import type { CrossEncoder } from '../../../src/domain/cross-encoder.ts';
import type { QueryStage, RankStage } from '../../../src/pipeline/stage.ts';
import { fakeCrossEncoder } from '../../support/models.ts';
import { describeWithSecurity } from '../../support/servers.ts';
import {
  brandFor,
  brandOf,
  type Caller,
  CALLER_NAMES,
  credentialsOf,
  hiddenFrom,
  openSecuredShop,
  type SecuredShop,
} from './secured-shop.ts';
import { ids, INDEX, PRODUCTS, type Reply } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const LISTS = `${INDEX}-open-lists`;

/** Says what a shop's models would: a category, and what a mistyped word was meant to be. */
const ABOUT: QueryStage = {
  name: 'about',
  kind: 'query',
  onError: 'skip',
  run(query) {
    if (query.key.includes('gadget')) return { ...query, intent: { name: 'acme', probability: 0.9 } };
    if (query.key.includes('gizmo')) return { ...query, intent: { name: 'globex', probability: 0.9 } };
    if (!query.key.includes('blakc')) return query;
    const suggested = query.text.replace('blakc', 'black');
    const spelling = { original: query.text, used: query.text, suggested, confidence: 0.9 };
    return { ...query, spelling: { ...spelling, outcome: 'suggested' } };
  },
};

/** What was found last, by any leg, with everything of it that there is to read. */
let seen: readonly Candidate[] = [];
const READER: RankStage = {
  name: 'reader',
  kind: 'rank',
  onError: 'skip',
  depth: 60,
  reads: () => ['title', 'text', 'brand', 'price', 'vector'],
  run: (candidates) => (seen = candidates),
};

const RULES = `
red boots =>
  PIN(1): p0 p1 p2 p3
  UP(50): number
`;

const understand = ['normalise', 'segment', 'about', 'rules'];
type Spec = string | Record<string, unknown>;
const read = (...legs: readonly Spec[]) => [
  ...understand,
  'lexical',
  ...legs,
  { fuse: { depth: 60 } },
  'reader',
];
const finding = (...legs: readonly Spec[]) => [...read(...legs), 'merchandise'];

const PIPELINES = {
  lexical: [...understand, 'lexical', 'reader', 'merchandise'],
  fields: finding('fields'),
  knn: finding('knn'),
  feedback: finding({ feedback: { words: 2, terms: 100 } }),
  category: finding({ category: { field: 'brand', popularity: 'price', size: 60 } }),
  list: finding({ list: { index: LISTS, keys: ['all'], matching: false } }),
  account: finding({ list: { index: LISTS, keys: ['all'], matching: false, read: 'account' } }),
  relaxed: finding('fields', { relax: { budgetMs: 60_000 } }),
  rerank: [
    ...read('fields'),
    { rerank: { weight: 1, template: '{title} {text} {brand}', budgetMs: 10_000 } },
    'merchandise',
  ],
  rules: [...read('fields', 'knn'), { merchandise: { places: 10, maxPer: { field: 'brand', n: 1 } } }],
} as const;
type Pipeline = keyof typeof PIPELINES;

/** What is searched, and how many documents the leg must find for acme, who may read all fields of half of them. */
const FOUND_BY: readonly (readonly [pipeline: Pipeline, leg: string, title: string, least: number])[] = [
  ['lexical', 'lexical', 'red shoes', 15],
  ['fields', 'fields', 'comfortable', 5],
  ['knn', 'knn', 'crimson', 5],
  ['knn', 'knn', 'azure', 0],
  ['feedback', 'feedback', 'red hat', 15],
  ['category', 'category', 'gadget', 30],
  ['category', 'category', 'gizmo', 0],
  ['list', 'list', 'hat', 2],
  ['account', 'list', 'hat', 2],
  ['relaxed', 'lexical', 'blakc hat', 5],
  ['relaxed', 'fields', 'zzzz boots', 5],
];

describeWithSecurity('what each leg shows to whom, on a secured cluster', (server) => {
  let opened: SecuredShop;
  const readByModel: string[] = [];
  const crossEncoder: CrossEncoder = {
    score(query, texts, limits) {
      readByModel.push(...texts);
      return fakeCrossEncoder().score(query, texts, limits);
    },
  };
  beforeAll(async () => {
    opened = await openSecuredShop(
      server,
      { pipelines: PIPELINES, stages: [ABOUT, READER], rules: RULES, crossEncoder },
      [{ name: LISTS, documents: { all: { ids: ['p1', 'p0', 'p3', 'p2'] } }, readers: CALLER_NAMES }],
    );
  });
  afterAll(() => opened.close());

  const search = (caller: Caller, pipeline: Pipeline, body: object): Promise<Reply> => {
    seen = [];
    return opened.shop.search(body, { 'relevance-pipeline': pipeline, ...credentialsOf(caller) });
  };
  const all = (title: string, boost = 1) => ({
    query: { match: { title: { query: title, operator: /blakc|zzzz/.test(title) ? 'and' : 'or', boost } } },
    size: 60,
  });

  describe.each(CALLER_NAMES)('%s', (caller) => {
    const hidden = hiddenFrom(caller);

    test.each(FOUND_BY)(
      'is shown by %s (leg %s) what they may see alone: %s',
      async (pipeline, leg, title, least) => {
        // The second time the credentials are known, and all legs start at once.
        for (const round of [1, 2]) {
          // Another boost is another search: no window of the one before is kept for it.
          const reply = await search(caller, pipeline, all(title, round));
          expect([round, reply.status, reply.relevance]).toEqual([
            round,
            200,
            expect.not.stringMatching(/degraded/),
          ]);
          const found = seen.filter(({ legs }) => legs.some((one) => one.leg === leg));
          if (caller === 'acme') expect(found.length).toBeGreaterThanOrEqual(least);
          if (caller === 'acme' && least === 0) expect(found).toEqual([]);
          expect(new Set([...seen.map(({ id }) => id), ...ids(reply)].map(brandOf))).toEqual(
            new Set(ids(reply).length === 0 ? [] : [brandFor(caller)]),
          );
          for (const { fields } of seen) for (const field of hidden) expect(fields[field]).toBeUndefined();
          for (const { _source = {} } of reply.found.hits.hits)
            for (const field of hidden) expect(_source).not.toHaveProperty(field);
        }
      },
    );

    test('a model reads what they may see, and no more', async () => {
      readByModel.length = 0;
      const reply = await search(caller, 'rerank', all('red shoes'));
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(readByModel.length).toBeGreaterThan(5);
      expect(readByModel.some((text) => text.includes('cotton'))).toBe(
        !hidden.some((field) => field === 'text'),
      );
      expect(readByModel.some((text) => text.includes(brandFor(caller)))).toBe(
        !hidden.some((field) => field === 'brand'),
      );
    });

    test('rules bring no document that they may not see', async () => {
      const reply = await search(caller, 'rules', { ...all('red boots'), size: 4 });
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(ids(reply).slice(0, 2)).toEqual(brandFor(caller) === 'acme' ? ['p0', 'p2'] : ['p1', 'p3']);
      expect(ids(reply).map(brandOf)).toEqual(ids(reply).map(() => brandFor(caller)));
    });

    test.each([['fields'], ['knn'], ['feedback'], ['category'], ['list']] as const)(
      'the hits of a page that %s brought are what Elasticsearch gives them',
      async (pipeline) => {
        const title = { knn: brandFor(caller) === 'acme' ? 'crimson' : 'azure', category: 'gadget' }[
          pipeline as string
        ];
        const shown = {
          fields: ['title', 'text', 'price'],
          docvalue_fields: ['brand'],
          highlight: { fields: { '*': {} }, require_field_match: false },
          version: true,
          seq_no_primary_term: true,
        };
        const reply = await search(caller, pipeline, { ...all(title ?? 'red hat'), ...shown });
        const found = ids(reply);
        const { text } = await opened.cluster.direct(`/${INDEX}/_search`, {
          body: {
            ...shown,
            size: 60,
            query: {
              bool: { should: { match: { title: title ?? 'red hat' } }, filter: { ids: { values: found } } },
            },
          },
          headers: credentialsOf(caller),
        });
        const direct = JSON.parse(text) as Reply['found'];
        const byId = new Map(direct.hits.hits.map((hit) => [hit._id, { ...hit, _score: 0 }]));
        expect(reply.found.hits.hits.map((hit) => ({ ...hit, _score: 0 }))).toEqual(
          found.map((id) => byId.get(id)),
        );
        for (const field of hidden) expect(reply.text).not.toContain(`"${field}"`);
        // Whoever may see nothing of what the leg goes by is shown nothing by it.
        if (caller === 'acme') expect(found.length).toBeGreaterThan(0);
      },
    );
  });

  test('what a caller may not see counts in no total and no aggregation', async () => {
    for (const caller of CALLER_NAMES) {
      const body = { ...all('hat'), size: 3, aggs: { brands: { terms: { field: 'brand' } } } };
      const { found } = await search(caller, 'fields', body);
      expect(found.hits.total.value).toBe(
        PRODUCTS.filter(({ title, brand }) => title.includes('hat') && brand === brandFor(caller)).length,
      );
      const { buckets } = (found.aggregations as { brands: { buckets: readonly { key: string }[] } }).brands;
      expect(buckets.map(({ key }) => key)).toEqual(caller === 'clerk' ? [] : [brandFor(caller)]);
    }
  });
});
