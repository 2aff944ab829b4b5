import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HanCut, IndexDescription } from '../../../src/domain/catalog.ts';
import { type Query, typedQuery } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { MAX_CLAUSES } from '../../../src/search-api/compile/budget.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';

function request(body: string, queryString = '') {
  const read = readSearch({
    target: { indices: ['products'], queryString },
    headers: [],
    body: Buffer.from(body),
  });
  if (read.kind === 'bypass') throw new Error(read.reason);
  return read.request;
}

/** The query with these words as slots, each at its place in the text. */
function segmented(text: string, words: readonly string[]): Query {
  let at = 0;
  const slots = words.map((word) => {
    const start = text.indexOf(word, at);
    at = start + word.length;
    return {
      span: { start, end: at },
      key: word.toLowerCase(),
      alternatives: [{ terms: [word], weight: 1, origin: 'user' }],
    };
  });
  return { ...typedQuery(text), slots };
}

function index(fields: Record<string, HanCut | 'keyword' | null>): IndexDescription {
  return {
    name: 'products',
    kind: 'index',
    meta: {},
    fields: new Map(
      Object.entries(fields).map(([name, cut]) => [
        name,
        cut === 'keyword'
          ? { type: 'keyword', analyzer: null, hanCut: null }
          : { type: 'text', analyzer: 'standard', hanCut: cut },
      ]),
    ),
  };
}

const compiled = (body: string, query: Query, described?: IndexDescription): unknown =>
  JSON.parse(Buffer.from(compile(request(body), query, described).body).toString()) as unknown;

describe('a query that no stage changed', () => {
  test.each([
    ['{"query":{"match":{"title":"red shoes"}}}', 'red shoes', ['red', 'shoes']],
    ['{"query":{"match":{"title":"red, shoes!"}}}', 'red, shoes!', ['red', 'shoes']],
    ['{"query":{"match":{"title":"iPhone 15"}}}', 'iPhone 15', ['iPhone', '15']],
  ])('%s is the caller’s own bytes', (body, text, words) => {
    const wanted = request(body);
    expect(compile(wanted, segmented(text, words), undefined).body).toBe(wanted.body);
  });

  test('the same object, whatever the body', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+( [a-z]+)*$/), fc.integer(), (text, number) => {
        const wanted = request(
          `{ "query" : {"match":{"title":${JSON.stringify(text)}}}, "aggs": {"n":${number}.0} }`,
        );
        expect(compile(wanted, typedQuery(text), undefined).body).toBe(wanted.body);
      }),
    );
  });
});

test('where only the text changed, only the text’s bytes change', () => {
  const body =
    '{"size" : 3.0e0, "query":{"multi_match":{"query":"ＲＥＤ  shoes","fields":["title^2"]}}, "aggs":{"big":9007199254740993}}'.replace(
      '3.0e0',
      '3',
    );
  const query = { ...typedQuery('ＲＥＤ  shoes'), text: 'RED shoes' };
  expect(Buffer.from(compile(request(body), query, undefined).body).toString()).toBe(
    body.replace('ＲＥＤ  shoes', 'RED shoes'),
  );
});

describe('slots', () => {
  const query = segmented('苹果手机壳', ['苹果', '手机', '壳']);
  const phrase = (text: string) => ({ match_phrase: { title: { query: text } } });

  const near = { match_phrase: { title: { query: '苹果手机壳', slop: 10, boost: 0.5 } } };
  const own = { match: { title: { query: '苹果手机壳' } } };
  const lone = { match: { title: { query: '壳' } } };

  test('characters: any word or enough characters must match; the caller’s clause, words and nearness score', () => {
    const words = [phrase('苹果'), phrase('手机'), lone];
    const enough = { match: { title: { query: '苹果手机壳', minimum_should_match: '40%' } } };
    expect(
      compiled('{"query":{"match":{"title":"苹果手机壳"}}}', query, index({ title: 'character' })),
    ).toEqual({
      query: {
        bool: {
          filter: [{ bool: { should: [...words, enough], minimum_should_match: 1 } }],
          should: [own, { bool: { should: words, boost: 0.25 } }, near],
        },
      },
    });
  });

  test('bigrams: the caller’s clause decides; a lone character joins its neighbour', () => {
    const words = [phrase('苹果'), phrase('手机壳')];
    expect(compiled('{"query":{"match":{"title":"苹果手机壳"}}}', query, index({ title: 'bigram' }))).toEqual(
      {
        query: { bool: { must: [own], should: [{ bool: { should: words, boost: 0.25 } }, near] } },
      },
    );
  });

  test('operator and: all words must match, whatever the field', () => {
    const body =
      '{"query":{"match":{"title":{"query":"苹果手机壳","operator":"AND","boost":2.50,"_name":"mine"}}}}';
    expect(compiled(body, query, index({ title: 'bigram' }))).toMatchObject({
      query: {
        bool: { filter: [{ bool: { must: [phrase('苹果'), phrase('手机壳')] } }], boost: 2.5, _name: 'mine' },
      },
    });
    expect(Buffer.from(compile(request(body), query, undefined).body).toString()).toContain('"boost":2.50');
  });

  test('minimum_should_match counts words, as the caller wrote it', () => {
    const body = '{"query":{"match":{"title":{"query":"苹果手机壳","minimum_should_match":"2<75%"}}}}';
    expect(compiled(body, query, index({ title: 'character' }))).toMatchObject({
      query: {
        bool: {
          filter: [
            { bool: { should: [phrase('苹果'), phrase('手机'), lone], minimum_should_match: '2<75%' } },
          ],
        },
      },
    });
  });

  test('best_fields: the best field counts, boosts and tie breaker kept; a keyword as it was typed', () => {
    const body =
      '{"query":{"multi_match":{"query":"苹果手机壳","fields":["title^3","sku"],"tie_breaker":0.3,"_name":"mine"}}}';
    expect(compiled(body, query, index({ title: 'bigram', sku: 'keyword' }))).toEqual({
      query: {
        dis_max: {
          queries: [
            {
              bool: {
                must: [own],
                should: [{ bool: { should: [phrase('苹果'), phrase('手机壳')], boost: 0.25 } }, near],
                boost: 3,
              },
            },
            { match: { sku: { query: '苹果手机壳' } } },
          ],
          tie_breaker: 0.3,
          _name: 'mine',
        },
      },
    });
  });

  test('cross_fields: each word over all fields', () => {
    const body =
      '{"query":{"multi_match":{"query":"红色iphone","fields":["title","brand"],"type":"cross_fields","operator":"and"}}}';
    expect(compiled(body, segmented('红色iphone', ['红色', 'iphone']))).toMatchObject({
      query: {
        bool: {
          filter: [
            {
              bool: {
                must: [
                  { multi_match: { query: '红色', type: 'phrase', fields: ['title', 'brand'] } },
                  { multi_match: { query: 'iphone', type: 'cross_fields', fields: ['title', 'brand'] } },
                ],
              },
            },
          ],
        },
      },
    });
  });

  test('alternatives: the best counts, several terms are bound together, weights are boosts', () => {
    const [slot] = segmented('sneakers', ['sneakers']).slots;
    const alternatives = [
      ...slot!.alternatives,
      { terms: ['running', 'shoes'], weight: 0.5, origin: 'synonym' },
      { terms: ['trainers'], weight: 0.8, origin: 'synonym' },
    ];
    const given = { ...typedQuery('sneakers'), slots: [{ ...slot!, alternatives }] };
    const result = compiled('{"query":{"match":{"title":"sneakers"}}}', given, index({ title: 'word' }));
    expect(result).toMatchObject({
      query: {
        bool: {
          filter: [
            {
              bool: {
                should: [
                  {
                    dis_max: {
                      queries: [
                        { match: { title: { query: 'sneakers' } } },
                        {
                          bool: {
                            must: [
                              { match: { title: { query: 'running' } } },
                              { match: { title: { query: 'shoes' } } },
                            ],
                            boost: 0.5,
                          },
                        },
                        { match: { title: { query: 'trainers', boost: 0.8 } } },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  test.each([
    ['{"match_phrase":{"title":"苹果手机壳"}}', '{"match_phrase":{"title":"苹果手机壳"}}'],
    [
      '{"multi_match":{"query":"苹果手机壳","type":"phrase","fields":["a"]}}',
      '{"multi_match":{"query":"苹果手机壳","type":"phrase","fields":["a"]}}',
    ],
    [
      '{"combined_fields":{"query":"苹果手机壳","fields":["a"]}}',
      '{"combined_fields":{"query":"苹果手机壳","fields":["a"]}}',
    ],
    ['{"query_string":{"query":"苹果手机壳"}}', '{"query_string":{"query":"\\"苹果\\" \\"手机\\" 壳"}}'],
  ])('%s keeps its semantics', (clause, expected) => {
    const result = Buffer.from(compile(request(`{"query":${clause}}`), query, undefined).body).toString();
    expect(result).toBe(`{"query":${expected}}`);
  });

  test('q in the URL', () => {
    const wanted = request('', 'q=%E8%8B%B9%E6%9E%9C%E6%89%8B%E6%9C%BA&size=3');
    const result = compile(wanted, segmented('苹果手机', ['苹果', '手机']), undefined);
    expect(decodeURIComponent(result.queryString)).toBe('q="苹果" "手机"&size=3');
  });

  test('every clause with the text is rewritten, and nothing else', () => {
    const body =
      '{"query":{"bool":{"must":[{"match":{"title":"苹果手机"}}],"filter":[{"match":{"title":"苹果手机"}}],"should":[{"match_phrase":{"title":{"query":"苹果手机","slop":2}}}]}},"aggs":{"a":{"terms":{"field":"b","size":1.0e1}}}}';
    const result = Buffer.from(
      compile(request(body), segmented('苹果手机', ['苹果', '手机']), undefined).body,
    ).toString();
    expect(result).toContain('"filter":[{"match":{"title":"苹果手机"}}]');
    expect(result).toContain('{"match_phrase":{"title":{"query":"苹果手机","slop":2}}}');
    expect(result).toContain('"aggs":{"a":{"terms":{"field":"b","size":1.0e1}}}');
    expect(result.match(/"filter":\[\{"match":\{"title":"苹果手机"\}\}\]/g)).toHaveLength(1);
    expect(result).toContain('{"bool":{"filter":[{"bool":{"should":[{"match_phrase"');
  });
});

describe('boosts and filters', () => {
  const words = (must: string[]) => ({ must, should: [], mustNot: [], phrase: null, raw: null });
  test('stand around the caller’s query, never inside what counts', () => {
    const query: Query = {
      ...typedQuery('shoes'),
      boosts: [
        { by: 'up', factor: 2, clause: words(['leather']), origin: 'r1' },
        { by: 'down', factor: 3, clause: { ...words([]), raw: '{"term":{"brand":"x"}}' }, origin: 'r2' },
      ],
      filters: [{ clause: words(['red']), origin: 'r3' }],
    };
    const multi = (text: string) => ({
      multi_match: { query: text, type: 'best_fields', fields: ['title'], lenient: true },
    });
    expect(compiled('{"query":{"match":{"title":"shoes"}},"size":5}', query)).toEqual({
      query: {
        bool: {
          must: [{ match: { title: 'shoes' } }],
          filter: [multi('red')],
          should: [
            { bool: { must: [multi('leather')], boost: 2 } },
            { constant_score: { filter: { bool: { must_not: [{ term: { brand: 'x' } }] } }, boost: 3 } },
          ],
        },
      },
      size: 5,
    });
  });
});

test('expansions past the bound are dropped, lightest first, and said so', () => {
  const [slot] = segmented('a', ['a']).slots;
  const many = Array.from({ length: 600 }, (_, n) => ({
    terms: [`t${n}`],
    weight: n / 1000 + 0.1,
    origin: 's',
  }));
  const query = { ...typedQuery('a'), slots: [{ ...slot!, alternatives: [...slot!.alternatives, ...many] }] };
  const { body, notes } = compile(request('{"query":{"match":{"title":"a"}}}'), query, undefined);
  const text = Buffer.from(body).toString();
  expect(notes).toContainEqual({ droppedExpansions: 601 - MAX_CLAUSES });
  expect(text).toContain('"t599"');
  expect(text).not.toContain('"t0"');
});
