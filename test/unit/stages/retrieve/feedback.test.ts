import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import { type Query, typedQuery } from '../../../../src/domain/query.ts';
import type { LegSearch } from '../../../../src/domain/search.ts';
import { readSearch } from '../../../../src/search-api/read-search.ts';
import { expansionOf } from '../../../../src/stages/retrieve/feedback/expansion.ts';
import { feedback } from '../../../../src/stages/retrieve/feedback.ts';
import { aContext } from '../../pipeline/fixtures.ts';

const LONG = 'what must be known of the flow past a heated wing at high speed';

function described(fields: Readonly<Record<string, string>>): IndexDescription {
  const types = Object.entries(fields).map(
    ([name, type]) => [name, { type, analyzer: null, hanCut: null }] as const,
  );
  return { name: 'papers', kind: 'index', meta: {}, fields: new Map(types) };
}
const PAPERS = described({ title: 'text', text: 'text', year: 'integer' });

function requestOf(query: object) {
  const read = readSearch({
    target: { indices: ['papers'], queryString: '' },
    headers: [],
    body: Buffer.from(JSON.stringify({ query })),
  });
  if (read.kind === 'bypass') throw new Error('the request was not read');
  return read.request;
}
const asked = (words: string, options: object = {}) =>
  requestOf({ match: { text: { query: words, ...options } } });

const answered = (hits: readonly object[]) => ({
  status: 200,
  headers: [],
  body: Buffer.from(JSON.stringify({ timed_out: false, hits: { hits } })),
});
const hit = (id: string, score: number, source: object) => ({
  _index: 'papers',
  _id: id,
  _score: score,
  _source: source,
});

describe('the words that texts have in common', () => {
  test('are those of two texts or more, by their share of the texts and the texts’ share of the scores', () => {
    const found = [
      { text: 'Shock waves and shock tubes', score: 3 },
      { text: 'A shock tube for waves of heat', score: 1 },
      { text: 'alone', score: 5 },
    ];
    // shock: 3/9 · 2/4 + 1/9 · 1/4; waves: 3/9 · 1/4 + 1/9 · 1/4
    const [shock, waves] = [1 / 6 + 1 / 36, 1 / 12 + 1 / 36];
    expect(expansionOf(found, 10)).toEqual([
      { word: 'shock', weight: 1 },
      { word: 'waves', weight: expect.closeTo(waves / shock, 10) },
    ]);
    expect(expansionOf(found, 1).map(({ word }) => word)).toEqual(['shock']);
  });

  test('count alike in texts without scores, and leave out stop words, letters and Chinese', () => {
    const texts = ['the wing is a 机翼 x wing', 'the 机翼 of a wing x'].map((text) => ({ text, score: 0 }));
    expect(expansionOf(texts, 10)).toEqual([{ word: 'wing', weight: 1 }]);
    expect(expansionOf([], 10)).toEqual([]);
    expect(expansionOf([{ text: 'one text says little', score: 1 }], 10)).toEqual([]);
  });

  const texts = fc.array(
    fc.record({
      text: fc
        .array(fc.constantFrom('wing', 'flow', 'heat', 'the', 'jet', '', '🛩'))
        .map((all) => all.join(' ')),
      score: fc.double({ min: 0, max: 1e6, noNaN: true }),
    }),
  );
  test('have weights that fall from 1 and stay above 0, and no more of them than were wanted', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (found, most) => {
        const words = expansionOf(found, most);
        expect(words.length).toBeLessThanOrEqual(most);
        const weights = words.map(({ weight }) => weight);
        expect(weights).toEqual(weights.toSorted((a, b) => b - a));
        if (weights.length > 0) expect(weights[0]).toBe(1);
        for (const weight of weights) expect(weight).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the leg of feedback', () => {
  async function run(hits: readonly object[], options = {}) {
    const searches: string[] = [];
    const notes: unknown[] = [];
    const search = async ({ body }: LegSearch) => {
      searches.push(Buffer.from(body).toString());
      return searches.length === 1 ? answered(hits) : answered([hit('new', 2, { title: 'x' })]);
    };
    const request = requestOf({
      bool: { must: { match: { text: LONG } }, filter: { term: { year: 1958 } } },
    });
    const context = aContext({
      request,
      index: PAPERS,
      window: 100,
      fields: ['title'],
      search,
      note: (one) => notes.push(one),
    });
    return { found: await feedback(options).run(typedQuery(LONG), context), searches, notes };
  }
  const HITS = [
    hit('a', 4, { title: 'heated wings', text: 'aerodynamic heating of wings' }),
    hit('b', 2, { title: 'wings', text: 'heating in hypersonic flow' }),
  ];

  test('asks for a few texts, then for their words in the same fields, both held to the caller’s filters', async () => {
    const { found, searches, notes } = await run(HITS);
    expect(found.map(({ id, legs }) => [id, legs])).toEqual([
      ['new', [{ leg: 'feedback', rank: 1, score: 2 }]],
    ]);
    const [first, second] = searches.map((body) => JSON.parse(body));
    expect(first).toMatchObject({ size: 5, _source: ['title', 'text'] });
    expect(second).toMatchObject({ size: 100, _source: ['title'] });
    for (const body of searches) expect(body).toContain('"filter":[{"term":{"year":1958}}]');
    const clauses: readonly { multi_match: object }[] = second.query.bool.must[0].bool.should;
    expect(clauses).toEqual([
      { multi_match: { query: 'wings', type: 'cross_fields', fields: ['title', 'text'] } },
      {
        multi_match: {
          query: 'heating',
          type: 'cross_fields',
          fields: ['title', 'text'],
          boost: expect.any(Number),
        },
      },
    ]);
    expect(notes).toContainEqual({ words: ['wings', 'heating'] });
  });

  test('asks no further where texts have nothing in common, or may not be read', async () => {
    for (const hits of [[], HITS.slice(0, 1), HITS.map((one) => ({ ...one, _source: {} }))]) {
      const { found, searches } = await run(hits);
      expect([found, searches.length]).toEqual([[], 1]);
    }
  });

  test('reads and looks for no more than it is told', async () => {
    const { searches } = await run(HITS, { from: 2, terms: 1, fields: ['text^2'] });
    expect(searches[0]).toContain('"size":2,"_source":["text"]');
    expect(searches[1]).toContain(
      '"should":[{"multi_match":{"query":"heating","type":"cross_fields","fields":["text^2"]}}]',
    );
  });

  const applies = (query: Query, request = asked(query.text), index = PAPERS, options = {}) =>
    feedback(options).applies?.(query, { request, index, context: new Map() });

  test('takes part in long queries without Chinese, whose caller leaves open how many words match', () => {
    expect(applies(typedQuery(LONG))).toBe(true);
    expect(applies(typedQuery('flow past a heated wing'))).toBe(false);
    expect(applies(typedQuery('flow past a heated wing'), undefined, PAPERS, { words: 5 })).toBe(true);
    expect(applies(typedQuery(`${LONG} 机翼`))).toBe(false);
    expect(applies(typedQuery(LONG), asked(LONG, { operator: 'and' }))).toBe(false);
    expect(applies(typedQuery(LONG), asked(LONG, { minimum_should_match: '75%' }))).toBe(false);
    expect(applies(typedQuery(LONG), undefined, described({ year: 'integer' }))).toBe(false);
  });

  test('waits for a rule where it is told to', () => {
    const ruled: Query = {
      ...typedQuery(LONG),
      instructions: {
        ...typedQuery(LONG).instructions,
        legs: [{ leg: 'feedback', weight: 0.5, origin: 'r' }],
      },
    };
    expect(applies(typedQuery(LONG), undefined, PAPERS, { when: 'rule' })).toBe(false);
    expect(applies(ruled, undefined, PAPERS, { when: 'rule' })).toBe(true);
  });

  test.each([{ words: 0 }, { from: 1 }, { terms: 101 }, { when: 'never' }, { depth: 3 }])(
    'refuses %j',
    (options) => expect(() => feedback(options)).toThrow(/stage feedback/),
  );
});
