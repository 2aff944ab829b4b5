import { describe, expect, test } from '@jest/globals';
import type { Candidate } from '../../../../../src/domain/candidate.ts';
import { type Boost, type Query, typedQuery } from '../../../../../src/domain/query.ts';
import type { LegSearch } from '../../../../../src/domain/search.ts';
import { sway } from '../../../../../src/stages/rank/merchandise/sway.ts';
import { aContext, anAnswer } from '../../../pipeline/fixtures.ts';
import { ids, someCandidates } from '../fixtures.ts';

const CLAUSE: Boost['clause'] = { must: [], should: [], mustNot: [], phrase: null, raw: '{"match_all":{}}' };
const boost = (by: Boost['by'], factor: number, raw: string | null = CLAUSE.raw): Boost => ({
  by,
  factor,
  clause: { ...CLAUSE, raw },
  origin: 'r',
  isRule: true,
});
const SHOP = someCandidates(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, {}])));
const MODELLED = SHOP.map((one): Candidate => ({ ...one, notes: [{ stage: 'rerank' }] }));

interface Run {
  readonly boosts: readonly Boost[];
  /** Bits by document. */
  readonly marks?: Readonly<Record<string, number>>;
  readonly candidates?: readonly Candidate[];
  readonly most?: number;
  readonly status?: number;
}

async function run({ boosts, marks = {}, candidates = MODELLED, most = 3, status = 200 }: Run) {
  const asked: LegSearch[] = [];
  let degraded = 0;
  const hits = Object.entries(marks).map(
    ([id, bits]) => `{"_index":"products","_id":"${id}","_score":${bits}.0}`,
  );
  const query: Query = { ...typedQuery('shoes'), boosts };
  const found = await sway(candidates, query, {
    most,
    depth: 5,
    ctx: aContext({
      degrade: () => void (degraded += 1),
      search: async (leg) => {
        asked.push(leg);
        return { ...anAnswer(status), body: Buffer.from(`{"took":1,"hits":{"hits":[${hits.join(',')}]}}`) };
      },
    }),
  });
  return { found, order: ids(found).join(''), asked, degraded };
}

describe('moves behind a model', () => {
  test('as many places as the factor says, no more than there may be, and never past the depth', async () => {
    expect((await run({ boosts: [boost('up', 2)], marks: { d: 1 } })).order).toBe('adbcef');
    expect((await run({ boosts: [boost('up', 50)], marks: { e: 1 } })).order).toBe('aebcdf');
    expect((await run({ boosts: [boost('down', 50)], marks: { a: 1 } })).order).toBe('bcdaef');
    expect((await run({ boosts: [boost('down', 50)], marks: { d: 1 } })).order).toBe('abcedf');
  });

  test('several boosts of a document add up', async () => {
    const boosts = [boost('up', 3), boost('down', 2), boost('down', 1)];
    expect((await run({ boosts, marks: { c: 0b11, d: 0b111 } })).order).toBe('acbdef');
  });

  test('who moves gets the score of the new place', async () => {
    const { found } = await run({ boosts: [boost('up', 2)], marks: { d: 1 } });
    expect(found.map(({ score }) => score)).toEqual([60, 50, 40, 30, 20, 10]);
  });

  test('tells how far', async () => {
    const { found } = await run({ boosts: [boost('up', 2)], marks: { d: 1 } });
    expect(found[1]!.notes.at(-1)).toEqual({ stage: 'merchandise', from: 4, to: 2, swayed: 2, rules: ['r'] });
  });

  test.each<[string, Run]>([
    ['no model spoke', { boosts: [boost('up', 2)], candidates: SHOP }],
    ['nothing may move', { boosts: [boost('up', 2)], most: 0 }],
    ['no rule moves anything', { boosts: [] }],
    [
      'a stage only supposes what is meant',
      { boosts: [{ by: 'up', factor: 2, clause: CLAUSE, origin: 'intent' }] },
    ],
    ['the condition is no query', { boosts: [boost('up', 2, 'no JSON')] }],
  ])('asks nothing where %s', async (_, options) => {
    const { order, asked } = await run(options);
    expect([order, asked]).toEqual(['abcdef', []]);
  });

  test('a refusal leaves the order, and the search says so', async () => {
    const { order, degraded } = await run({ boosts: [boost('up', 2)], marks: { d: 1 }, status: 400 });
    expect([order, degraded]).toEqual(['abcdef', 1]);
  });
});
