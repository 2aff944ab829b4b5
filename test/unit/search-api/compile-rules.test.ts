import { describe, expect, test } from '@jest/globals';
import { type Query, typedQuery } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { DEFAULT_POLICY } from '../../../src/search-api/compile/policy.ts';
import { compiled, request, segmented } from './compiling.ts';

describe('what rules want done with single documents', () => {
  const body = '{"query":{"match":{"title":"shoes"}}}';
  const own = { match: { title: 'shoes' } };
  const asked = (instructions: Partial<Query['instructions']>, rest: Partial<Query> = {}): Query => {
    const query = typedQuery('shoes');
    return { ...query, ...rest, instructions: { ...query.instructions, ...instructions } };
  };
  const pinned = (id: string, boost: number) => ({
    constant_score: { filter: { ids: { values: [id] } }, boost },
  });
  const red = {
    must: [{ text: 'red', fields: ['color'] }],
    should: [],
    mustNot: [],
    phrase: null,
    raw: null,
  };
  const isRed = {
    multi_match: { query: 'red', type: 'best_fields', operator: 'and', fields: ['color'], lenient: true },
  };

  test('hidden documents are filtered out', () => {
    expect(compiled(body, asked({ hides: [{ ids: ['7', '8'], origin: 'r' }] }))).toEqual({
      query: {
        bool: { must: [own], filter: [{ bool: { must_not: [{ ids: { values: ['7', '8'] } }] } }] },
      },
    });
  });

  test('pinned documents are found whatever they say, first ones first, unless a filter forbids it', () => {
    const pins = [
      { ids: ['3'], position: 2, origin: 'r' },
      { ids: ['1', '2', '3'], position: 1, origin: 's' },
    ];
    expect(compiled(body, asked({ pins }, { filters: [{ clause: red, origin: 'f' }] }))).toEqual({
      query: {
        bool: {
          must: [
            {
              bool: {
                should: [own, pinned('1', 1_003_000), pinned('2', 1_002_000), pinned('3', 1_001_000)],
                minimum_should_match: 1,
              },
            },
          ],
          filter: [isRed],
        },
      },
    });
  });

  test('admitted documents are found without the words, behind pinned ones, if they are what else was asked for', () => {
    const tenant = { term: { tenant: 't1' } };
    const filtered = JSON.stringify({ query: { bool: { must: [own], filter: tenant } } });
    const admitted = [{ clause: red, origin: 'r' }];
    const pins = [{ ids: ['1'], position: 1, origin: 'r' }];
    const first = (clause: unknown, boost: number) => ({
      constant_score: { filter: { bool: { filter: [clause, tenant] } }, boost },
    });
    expect(compiled(filtered, asked({ pins }, { admitted }))).toEqual({
      query: {
        bool: {
          should: [
            { bool: { must: [own], filter: tenant } },
            first({ ids: { values: ['1'] } }, 1_001_000),
            first(isRed, 1_000),
          ],
          minimum_should_match: 1,
        },
      },
    });
  });

  test('a function of the caller’s makes the score: nothing is admitted', () => {
    const scored = JSON.stringify({
      query: { function_score: { query: own, field_value_factor: { field: 'p' } } },
    });
    expect(compiled(scored, asked({}, { admitted: [{ clause: red, origin: 'r' }] }))).toEqual(
      JSON.parse(scored),
    );
  });

  test('pinned documents need not hold the words, but what the caller asks for besides', () => {
    const tenant = { term: { tenant: 't1' } };
    const filtered = JSON.stringify({ query: { bool: { must: [own], filter: tenant } } });
    const pins = [{ ids: ['1'], position: 1, origin: 'r' }];
    expect(compiled(filtered, asked({ pins }))).toEqual({
      query: {
        bool: {
          should: [
            { bool: { must: [own], filter: tenant } },
            {
              constant_score: {
                filter: { bool: { filter: [{ ids: { values: ['1'] } }, tenant] } },
                boost: 1_001_000,
              },
            },
          ],
          minimum_should_match: 1,
        },
      },
    });
  });

  test('factors multiply, also what a function scored', () => {
    const boosts: Query['boosts'] = [
      { by: 'up', factor: 2, mode: 'multiply', clause: red, origin: 'a' },
      { by: 'down', factor: 4, mode: 'multiply', clause: red, origin: 'b' },
    ];
    const functions = [
      { filter: isRed, weight: 2 },
      { filter: isRed, weight: 0.25 },
    ];
    const multiplied = (query: unknown) => ({
      query: { function_score: { query, functions, score_mode: 'multiply', boost_mode: 'multiply' } },
    });
    expect(compiled(body, asked({}, { boosts }))).toEqual(multiplied(own));
    const byFunction = { function_score: { query: own, boost: 3 } };
    expect(compiled(JSON.stringify({ query: byFunction }), asked({}, { boosts }))).toEqual(
      multiplied(byFunction),
    );
  });

  test('more boosts than the bound on clauses allows: those that weigh least are left out, and it is said', () => {
    const boosts = Array.from({ length: 700 }, (_, at) => ({
      by: 'up' as const,
      factor: 1 + ((at * 11) % 700),
      clause: { ...red, must: [{ text: `w${at}`, fields: ['color'] }] },
      origin: `r${at}`,
    }));
    const { body: written, notes } = compile(request(body), asked({}, { boosts }), undefined);
    const kept = boosts.filter(({ factor }) => factor > 700 - DEFAULT_POLICY.maxClauses);
    expect(notes).toContainEqual({ droppedBoosts: 700 - DEFAULT_POLICY.maxClauses });
    const { should } = (
      JSON.parse(Buffer.from(written).toString()) as { query: { bool: { should: unknown[] } } }
    ).query.bool;
    expect(should).toHaveLength(DEFAULT_POLICY.maxClauses);
    expect(JSON.stringify(should[0])).toContain(`"query":"${kept[0]!.clause.must[0]!.text}"`);
  });

  test('an alternative that names fields is looked for there', () => {
    const [slot] = segmented('shoes', ['shoes']).slots;
    const named = { terms: ['sneaker'], fields: ['category'], weight: 0.5, origin: 'r' };
    const given = asked({}, { slots: [{ ...slot!, alternatives: [...slot!.alternatives, named] }] });
    expect(JSON.stringify(compiled(body, given))).toContain(
      '{"multi_match":{"query":"sneaker","type":"cross_fields","fields":["category"],"lenient":true,"boost":0.5}}',
    );
  });
});
