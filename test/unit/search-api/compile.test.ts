import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Alternative, type Query, type Slot, typedQuery } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { DEFAULT_POLICY } from '../../../src/search-api/compile/policy.ts';
import { compiled, index, request, segmented } from './compiling.ts';

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

  const quarter = (text: string) => ({ match_phrase: { title: { query: text, boost: 0.25 } } });
  const near = { match_phrase: { title: { query: '苹果手机壳', slop: 10, boost: 0.5 } } };
  const own = { match: { title: { query: '苹果手机壳' } } };
  const lone = { match: { title: { query: '壳' } } };

  test('characters: the caller’s clause decides; it scores, with the words and their nearness', () => {
    const words = [quarter('苹果'), quarter('手机'), { match: { title: { query: '壳', boost: 0.25 } } }];
    expect(
      compiled('{"query":{"match":{"title":"苹果手机壳"}}}', query, index({ title: 'character' })),
    ).toEqual({ query: { bool: { should: [own, ...words, near] } } });
  });

  test('bigrams: the caller’s clause decides; a lone character becomes a bigram with its neighbour', () => {
    const words = [phrase('苹果'), phrase('手机'), phrase('机壳')];
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
        bool: {
          filter: [{ bool: { must: [phrase('苹果'), phrase('手机'), phrase('机壳')] } }],
          boost: 2.5,
          _name: 'mine',
        },
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
                should: [
                  { bool: { should: [phrase('苹果'), phrase('手机'), phrase('机壳')], boost: 0.25 } },
                  near,
                ],
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

  const word = (text: string, options = {}) => ({ match: { title: { query: text, ...options } } });
  const withAlternatives = (text: string, more: readonly Alternative[]): Query => {
    const [slot] = segmented(text, [text]).slots;
    return { ...typedQuery(text), slots: [{ ...slot!, alternatives: [...slot!.alternatives, ...more] }] };
  };

  test('alternatives: the best counts, several terms are bound together, weights are boosts', () => {
    const given = withAlternatives('sneakers', [
      { terms: ['running', 'shoes'], weight: 0.5, origin: 'synonym' },
      { terms: ['trainers'], weight: 0.8, origin: 'synonym' },
    ]);
    const others = [word('running shoes', { operator: 'and', boost: 0.5 }), word('trainers', { boost: 0.8 })];
    const best = (...queries: unknown[]) => ({ dis_max: { queries } });
    const slot = best(word('sneakers'), ...others);
    const body = '{"query":{"match":{"title":"sneakers"}}}';
    const any = (...should: unknown[]) => ({ bool: { should, minimum_should_match: 1 } });
    const matching = (filter: unknown) => [any(word('sneakers'), { constant_score: { filter, boost: 0 } })];
    const should = [{ bool: { should: [slot], boost: 0.25 } }];
    for (const cut of ['bigram', 'word'] as const) {
      expect(compiled(body, given, index({ title: cut }))).toEqual({
        query: { bool: { must: matching(slot), should } },
      });
    }
    // On a field of characters words match nothing that they are not to find.
    const weighed = best(
      word('sneakers', { boost: 0.25 }),
      word('running shoes', { operator: 'and', boost: 0.125 }),
      word('trainers', { boost: 0.2 }),
    );
    expect(compiled(body, given, index({ title: 'character' }))).toEqual({
      query: { bool: { should: [word('sneakers'), weighed] } },
    });
  });

  test('several terms, one of them Chinese: each by itself, all of them', () => {
    const given = withAlternatives('iphone', [{ terms: ['苹果', 'phone'], weight: 0.5, origin: 's' }]);
    expect(
      JSON.stringify(
        compiled('{"query":{"match":{"title":"iphone"}}}', given, index({ title: 'character' })),
      ),
    ).toContain(JSON.stringify({ bool: { must: [phrase('苹果'), word('phone')], boost: 0.125 } }));
  });

  test('lone characters side by side, and one that stands alone', () => {
    const given = segmented('我要手机 壳', ['我', '要', '手机', '壳']);
    const body = '{"query":{"match":{"title":"我要手机 壳"}}}';
    expect(JSON.stringify(compiled(body, given, index({ title: 'bigram' })))).toContain(
      JSON.stringify([
        phrase('我要'),
        { dis_max: { queries: [phrase('我要'), phrase('要手')] } },
        phrase('手机'),
        word('壳'),
      ]),
    );
  });

  test('a lone character stands beside every way to say its neighbour', () => {
    const plain = segmented('手机壳', ['手机', '壳']);
    const [phone, cover] = plain.slots;
    const alternatives = [...phone!.alternatives, { terms: ['电话'], weight: 0.5, origin: 's' }];
    const given = { ...plain, slots: [{ ...phone!, alternatives }, cover!] };
    const body = '{"query":{"match":{"title":"手机壳"}}}';
    expect(JSON.stringify(compiled(body, given, index({ title: 'bigram' })))).toContain(
      JSON.stringify({ dis_max: { queries: [phrase('机壳'), phrase('话壳')] } }),
    );
  });

  test('a word with one Chinese character: a phrase of characters, any piece of bigrams', () => {
    const body = '{"query":{"match":{"title":"T恤"}}}';
    const given = segmented('T恤', ['T恤']);
    const whole = compiled(body, given, index({ title: 'character' }));
    expect(JSON.stringify(whole)).toContain(JSON.stringify(quarter('T恤')));
    const pieces = compiled(body, given, index({ title: 'bigram' }));
    expect(JSON.stringify(pieces)).toContain(JSON.stringify([word('T恤', { operator: 'or' })]));
  });

  test('an analyzer that knows words decides, under the caller’s own rule', () => {
    const body = '{"query":{"match":{"title":{"query":"苹果手机","operator":"and"}}}}';
    expect(compiled(body, segmented('苹果手机', ['苹果', '手机']), index({ title: 'word' }))).toMatchObject({
      query: { bool: { must: [word('苹果手机', { operator: 'and' })] } },
    });
  });

  test('operator and makes minimum_should_match void, as in Elasticsearch', () => {
    const body =
      '{"query":{"match":{"title":{"query":"苹果手机","operator":"and","minimum_should_match":1}}}}';
    expect(
      compiled(body, segmented('苹果手机', ['苹果', '手机']), index({ title: 'character' })),
    ).toMatchObject({
      query: { bool: { filter: [{ bool: { must: [phrase('苹果'), phrase('手机')] } }] } },
    });
  });

  test('a word that analyzers drop passes for matched where all must match, and only there', () => {
    const given = segmented('the 手机', ['the', '手机']);
    const and = compiled('{"query":{"match":{"title":{"query":"the 手机","operator":"and"}}}}', given);
    expect(and).toMatchObject({
      query: {
        bool: {
          filter: [
            { bool: { must: [word('the', { operator: 'and', zero_terms_query: 'all' }), phrase('手机')] } },
          ],
        },
      },
    });
    for (const rule of ['1', '"2"']) {
      const body = `{"query":{"match":{"title":{"query":"the 手机","minimum_should_match":${rule}}}}}`;
      expect(JSON.stringify(compiled(body, given))).not.toContain('zero_terms_query');
    }
  });

  test('what a stage made of the words is what the caller’s clause scores', () => {
    const given = segmented('苹果手几', ['苹果', '手几']);
    const slots = given.slots.map((slot, at) =>
      at === 0 ? slot : { ...slot, alternatives: [{ terms: ['手机'], weight: 1, origin: 'correct' }] },
    );
    const body = '{"query":{"match":{"title":"苹果手几"}}}';
    expect(compiled(body, { ...given, slots }, index({ title: 'character' }))).toMatchObject({
      query: { bool: { should: [word('苹果手机'), {}, {}, {}] } },
    });
  });

  test('a correction of the only word is not taken for the word', () => {
    const given = { ...typedQuery('shoess'), slots: [] as Slot[] };
    const slot = {
      span: { start: 0, end: 6 },
      key: 'shoess',
      alternatives: [{ terms: ['shoes'], weight: 1, origin: 'c' }],
    };
    expect(
      compile(request('{"query":{"match":{"title":"shoess"}}}'), { ...given, slots: [slot] }, undefined)
        .changed,
    ).toBe(true);
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
    expect(result).toContain(
      '"must":[{"bool":{"must":[{"match":{"title":{"query":"苹果手机"}}}],"should":[{"bool":{"should":[{"match_phrase"',
    );
  });
});

describe('boosts and filters', () => {
  const words = (must: string[]) => ({
    must: must.map((text) => ({ text })),
    should: [],
    mustNot: [],
    phrase: null,
    raw: null,
  });
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
      multi_match: { query: text, type: 'best_fields', operator: 'and', fields: ['title'], lenient: true },
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
  expect(notes).toContainEqual({ droppedExpansions: 601 - DEFAULT_POLICY.maxClauses });
  expect(text).toContain('"t599"');
  expect(text).not.toContain('"t0"');
});

describe('fields of exact values', () => {
  const described = index({ title: 'character', sku: 'keyword' });
  const given: Query = { ...segmented('Ａ１ 手机', []), text: 'A1 手机' };

  test('a clause over them alone stays as it is', () => {
    const body =
      '{"query":{"bool":{"should":[{"match":{"title":"Ａ１ 手机"}},{"match":{"sku":"Ａ１ 手机"}}]}}}';
    expect(compiled(body, given, described)).toEqual({
      query: { bool: { should: [{ match: { title: 'A1 手机' } }, { match: { sku: 'Ａ１ 手机' } }] } },
    });
  });

  test.each([
    ['best_fields', undefined],
    ['most_fields', 1],
    ['cross_fields', undefined],
    ['phrase', undefined],
  ])('%s: they compare the text as it was typed, the others as it was understood', (type, tieBreaker) => {
    const body = `{"query":{"multi_match":{"query":"Ａ１ 手机","fields":["title^2","sku"],"type":"${type}","boost":3}}}`;
    expect(compiled(body, given, described)).toEqual({
      query: {
        dis_max: {
          queries: [
            { multi_match: { query: 'A1 手机', fields: ['title^2'], type } },
            { multi_match: { query: 'Ａ１ 手机', fields: ['sku'], type } },
          ],
          ...(tieBreaker === undefined ? {} : { tie_breaker: tieBreaker }),
          boost: 3,
        },
      },
    });
  });

  test('cross_fields with words: they stand beside', () => {
    const body =
      '{"query":{"multi_match":{"query":"红色手机","fields":["title","sku"],"type":"cross_fields","operator":"and"}}}';
    expect(compiled(body, segmented('红色手机', ['红色', '手机']), described)).toMatchObject({
      query: {
        dis_max: {
          queries: [
            { bool: { filter: [{ bool: { must: [{}, {}] } }] } },
            { multi_match: { query: '红色手机', fields: ['sku'], type: 'cross_fields', operator: 'and' } },
          ],
        },
      },
    });
  });
});

describe('the query string language', () => {
  const synonyms: Query = {
    ...typedQuery('sneakers'),
    slots: [
      {
        span: { start: 0, end: 8 },
        key: 'sneakers',
        alternatives: [
          { terms: ['sneakers'], weight: 1, origin: 'user' },
          { terms: ['running', 'shoes'], weight: 0.5, origin: 's' },
          { terms: ['a:b OR "c"'], weight: 1, origin: 's' },
        ],
      },
    ],
  };
  const text = (kind: string, query: Query, options = ''): unknown => {
    const body = `{"query":{"${kind}":{"query":${JSON.stringify(query.typed)}${options}}}}`;
    return (compiled(body, query) as { query: Record<string, { query: string }> }).query[kind]?.query;
  };

  test('alternatives are a group, with what is special escaped', () => {
    expect(text('query_string', synonyms)).toBe(
      String.raw`(sneakers OR (running AND shoes)^0.5 OR a\:b \OR \"c\")`,
    );
  });

  test('the simple language has no weights, so the clause is kept', () => {
    const body = '{"query":{"simple_query_string":{"query":"sneakers"}}}';
    const wanted = request(body);
    expect(compile(wanted, synonyms, undefined)).toMatchObject({
      body: wanted.body,
      changed: false,
      notes: [{ keptClause: 'simple_query_string' }],
    });
  });

  test.each([
    [',"default_operator":"and"', '手机壳', ['手机', '壳'], '手机壳'],
    [',"default_operator":"AND"', '苹果手机', ['苹果', '手机'], '"苹果" "手机"'],
    [',"quote_field_suffix":".exact"', '苹果手机', ['苹果', '手机'], '苹果手机'],
    [',"type":"phrase"', '苹果手机', ['苹果', '手机'], '苹果手机'],
  ])('%s %s', (options, typed, words, expected) => {
    expect(text('query_string', segmented(typed, words), options)).toBe(expected);
  });

  test('punctuation that becomes an operator in plain form is escaped', () => {
    const given = { ...typedQuery('手机（红！）'), text: '手机(红!)' };
    expect(text('query_string', given)).toBe(String.raw`手机\(红\!\)`);
    const result = compile(request('', `q=${encodeURIComponent('手机（红！）')}`), given, undefined);
    expect(decodeURIComponent(result.queryString)).toBe(String.raw`q=手机\(红\!\)`);
  });
});

describe('boosts and filters in their place', () => {
  const clause = { must: [{ text: 'leather' }], should: [], mustNot: [], phrase: null, raw: null };
  const given: Query = {
    ...typedQuery('shoes'),
    boosts: [{ by: 'up', factor: 2, clause, origin: 'r1' }],
    filters: [{ clause, origin: 'r2' }],
  };
  const leather = {
    multi_match: {
      query: 'leather',
      type: 'best_fields',
      operator: 'and',
      fields: ['parts.name'],
      lenient: true,
    },
  };

  test('under a function nothing is added to the score; filters hold', () => {
    const body = '{"query":{"function_score":{"query":{"match":{"parts.name":"shoes"}}}}}';
    const result = compile(request(body), given, undefined);
    expect(JSON.parse(Buffer.from(result.body).toString())).toEqual({
      query: {
        bool: {
          must: [{ function_score: { query: { match: { 'parts.name': 'shoes' } } } }],
          filter: [leather],
        },
      },
    });
    expect(result.notes).toEqual([{ notApplied: ['r1'], why: 'a function makes the score' }]);
  });

  test('nested fields are looked at in their documents', () => {
    const body = '{"query":{"nested":{"path":"parts","query":{"match":{"parts.name":"shoes"}}}}}';
    expect(compiled(body, given)).toMatchObject({
      query: { bool: { filter: [{ nested: { path: 'parts', query: leather, ignore_unmapped: true } }] } },
    });
  });

  test('the q of the URL moves into the body, as Elasticsearch reads it', () => {
    const wanted = request('{"size":3}', 'q=shoes&df=parts.name&default_operator=AND&lenient&routing=a');
    const result = compile(wanted, given, undefined);
    expect(result.queryString).toBe('routing=a');
    expect(JSON.parse(Buffer.from(result.body).toString())).toEqual({
      query: {
        bool: {
          must: [
            {
              query_string: {
                query: 'shoes',
                default_field: 'parts.name',
                default_operator: 'AND',
                lenient: 'true',
              },
            },
          ],
          filter: [leather],
          should: [{ bool: { must: [leather], boost: 2 } }],
        },
      },
      size: 3,
    });
  });

  test.each([['{'], ['[]'], ['"x"'], ['']])('a raw condition that is no query is left out: %j', (raw) => {
    const wanted = request('{"query":{"match":{"title":"shoes"}}}');
    const query = { ...typedQuery('shoes'), filters: [{ clause: { ...clause, raw }, origin: 'r' }] };
    const result = compile(wanted, query, undefined);
    expect(result.body).toBe(wanted.body);
    expect(result.notes).toEqual([{ notApplied: 'r', why: 'the condition is no query' }]);
  });

  test('a raw condition over several lines stays on one', () => {
    const raw = '{\n  "term": {"brand": "a"}\r\n}';
    const query = { ...typedQuery('shoes'), filters: [{ clause: { ...clause, raw }, origin: 'r' }] };
    expect(
      compile(request('{"query":{"match":{"title":"shoes"}}}'), query, undefined).body.includes(10),
    ).toBe(false);
  });
});

test('more words than the bound are left to the field’s analyzer', () => {
  const words = Array.from({ length: 300 }, () => '手机');
  const typed = words.join('');
  const wanted = request(`{"query":{"multi_match":{"query":"${typed}","fields":["a","b"]}}}`);
  const result = compile(wanted, segmented(typed, words), undefined);
  expect(result.body).toBe(wanted.body);
  expect(result.notes).toEqual([{ tooManyWords: 300 }]);
});

describe('tagged words', () => {
  const tagOf = (name: string, weight: number, optional: boolean) => ({
    name,
    weight,
    optional,
    by: 'lexicon' as const,
  });
  function tagged(text: string, words: readonly string[], tags: readonly (Slot['tag'] | null)[]): Query {
    const query = segmented(text, words);
    const slots = query.slots.map((slot, at) => {
      const own = tags[at] ?? undefined;
      return own === undefined ? slot : { ...slot, tag: own };
    });
    return { ...query, slots };
  }
  const cheap = tagOf('modifier', 0.4, true);
  const english = tagged('cheap wireless mouse', ['cheap', 'wireless', 'mouse'], [cheap, null, null]);

  test('say nothing where the caller asks for any word: the caller’s own bytes', () => {
    const wanted = request('{"query":{"match":{"title":"cheap wireless mouse"}}}');
    expect(compile(wanted, english, index({ title: null })).body).toBe(wanted.body);
  });

  test('what may be done without does not count where all words are asked for, and still scores', () => {
    const body = '{"query":{"match":{"title":{"query":"cheap wireless mouse","operator":"and"}}}}';
    expect(compiled(body, english, index({ title: null }))).toMatchObject({
      query: {
        bool: {
          filter: [
            {
              bool: {
                must: [
                  { match: { title: { query: 'wireless', operator: 'and' } } },
                  { match: { title: { query: 'mouse', operator: 'and' } } },
                ],
              },
            },
          ],
          should: [
            { match: { title: { query: 'cheap wireless mouse' } } },
            { bool: { boost: 0.25, should: [{ match: { title: { query: 'cheap', boost: 0.4 } } }, {}, {}] } },
            {},
          ],
        },
      },
    });
  });

  test('of a share, the share of the others is asked for; a plain number is of all words', () => {
    const share =
      '{"query":{"match":{"title":{"query":"cheap wireless mouse","minimum_should_match":"75%"}}}}';
    expect(compiled(share, english, index({ title: null }))).toMatchObject({
      query: { bool: { filter: [{ bool: { should: [{}, {}], minimum_should_match: '75%' } }] } },
    });
    const plain = request(share.replace('"75%"', '2'));
    expect(compile(plain, english, index({ title: null })).body).toBe(plain.body);
  });

  test('over several fields as well; and where all words may be left out, all count', () => {
    const body =
      '{"query":{"multi_match":{"query":"cheap mouse","type":"cross_fields","operator":"and","fields":["title","text"]}}}';
    const fields = index({ title: null, text: null });
    const one = tagged('cheap mouse', ['cheap', 'mouse'], [cheap, null]);
    expect(compiled(body, one, fields)).toMatchObject({
      query: { bool: { filter: [{ multi_match: { query: 'mouse' } }] } },
    });
    const both = request(body);
    expect(compile(both, tagged('cheap mouse', ['cheap', 'mouse'], [cheap, cheap]), fields).body).toBe(
      both.body,
    );
  });

  test('Chinese words score as much as they weigh', () => {
    const query = tagged('便宜手机', ['便宜', '手机'], [cheap, tagOf('product', 1, false)]);
    expect(
      compiled('{"query":{"match":{"title":"便宜手机"}}}', query, index({ title: 'character' })),
    ).toMatchObject({
      query: {
        bool: {
          should: [
            {},
            { match_phrase: { title: { query: '便宜', boost: 0.1 } } },
            { match_phrase: { title: { query: '手机', boost: 0.25 } } },
            {},
          ],
        },
      },
    });
  });
});
