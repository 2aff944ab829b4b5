import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '../../../../src/domain/candidate.ts';
import { type Instructions, NO_INSTRUCTIONS, type Query, typedQuery } from '../../../../src/domain/query.ts';
import type { LegSearch } from '../../../../src/domain/search.ts';
import type { StageContext } from '../../../../src/pipeline/stage.ts';
import { merchandise } from '../../../../src/stages/rank/merchandise.ts';
import { aContext, anAnswer } from '../../pipeline/fixtures.ts';
import { ids, someCandidates } from './fixtures.ts';

const SHOP = {
  a: { brand: 'A', title: 'red shoes for children' },
  b: { brand: 'A', title: 'red shoes for kids' },
  c: { brand: 'a', title: 'red shoes for children, blue laces' },
  d: { brand: 'B', title: 'green hat' },
  e: { title: 'yellow scarf' },
};

/** A rule that moves one of them up; the engine says which. */
const UP_FOR_D: Query = {
  ...typedQuery('shoes'),
  boosts: [
    {
      by: 'up',
      factor: 2,
      clause: { must: [], should: [], mustNot: [], phrase: null, raw: '{"term":{"brand":"B"}}' },
      origin: 'r',
      isRule: true,
    },
  ],
};

function ruled(instructions: Partial<Instructions>): Query {
  return { ...typedQuery('shoes'), instructions: { ...NO_INSTRUCTIONS, ...instructions } };
}

async function run(
  query: Query,
  options: Readonly<Record<string, unknown>> = {},
  ctx: StageContext = aContext(),
): Promise<readonly Candidate[]> {
  return merchandise(options).run(someCandidates(SHOP), query, ctx);
}

describe('rules have the last word', () => {
  test('pinned documents take their places, buried ones the end', async () => {
    const pins = [{ ids: ['e', 'c'], position: 2, origin: 'spring' }];
    const buries = [{ ids: ['a', 'c'], origin: 'stock' }];
    const found = await run(ruled({ pins, buries }));
    expect(ids(found)).toEqual(['b', 'e', 'c', 'd', 'a']);
    expect(found.map(({ score }) => score)).toEqual([50, 40, 30, 20, 10]);
    expect(found.find(({ id }) => id === 'e')?.notes).toEqual([
      { stage: 'merchandise', from: 5, to: 2, pinned: 2, rule: 'spring' },
    ]);
    expect(found.at(-1)?.notes).toEqual([
      { stage: 'merchandise', from: 1, to: 5, buried: true, rule: 'stock' },
    ]);
  });

  test('a taken place gives the next one; past the end there are no gaps', async () => {
    const pins = [
      { ids: ['d'], position: 1, origin: 'first' },
      { ids: ['e'], position: 1, origin: 'second' },
      { ids: ['b'], position: 90, origin: 'third' },
    ];
    expect(ids(await run(ruled({ pins })))).toEqual(['d', 'e', 'a', 'c', 'b']);
  });

  test('pinned documents that no leg found are asked for, with the caller’s filters', async () => {
    const asked: LegSearch[] = [];
    const hits = '[{"_index":"products","_id":"z","_score":1.0,"_source":{"brand":"Z"}}]';
    const body = Buffer.from(
      `{"took":1,"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.0,"hits":${hits}}}`,
    );
    const filter = { term: { in_stock: true } };
    const request = {
      ...aContext().request,
      body: Buffer.from(JSON.stringify({ query: { bool: { must: { match: { title: 'shoes' } }, filter } } })),
    };
    const found = await run(
      ruled({ pins: [{ ids: ['z', 'a', 'gone'], position: 1, origin: 'new' }] }),
      {},
      {
        ...aContext(),
        request,
        search: async (leg) => {
          asked.push(leg);
          return { ...anAnswer(), body };
        },
      },
    );
    expect(ids(found)).toEqual(['z', 'a', 'b', 'c', 'd', 'e']);
    expect(found[0]).toMatchObject({ score: 50, legs: [], notes: [{ to: 1, pinned: 1, rule: 'new' }] });
    const [leg] = asked;
    expect(asked).toHaveLength(1);
    expect(JSON.parse(Buffer.from(leg!.body).toString())).toMatchObject({
      query: { bool: { must: [{ ids: { values: ['z', 'gone'] } }], filter: [filter] } },
    });
  });

  test('where the engine refuses, the others keep their order and the search says so', async () => {
    const degraded: unknown[] = [];
    const ctx = aContext({
      search: async () => anAnswer(403),
      degrade: (why) => void degraded.push(why),
    });
    const found = await run(ruled({ pins: [{ ids: ['z', 'b'], position: 1, origin: 'new' }] }), {}, ctx);
    expect(ids(found)).toEqual(['b', 'a', 'c', 'd', 'e']);
    expect(degraded).toEqual(['engine']);
  });

  test('takes part only where there is something to do', () => {
    const search = aContext();
    const applies = (query: Query, options = {}, behind: readonly string[] = []): boolean | undefined =>
      merchandise(options).applies?.(query, search, behind);
    expect(applies(ruled({}))).toBe(false);
    expect(applies(ruled({ buries: [{ ids: ['a'], origin: 'x' }] }))).toBe(true);
    expect(applies(ruled({}), { dedupe: { field: 'group' } })).toBe(true);
    // The scores of legs hold what UP says, until a model speaks.
    expect(applies(UP_FOR_D, {}, ['fuse'])).toBe(false);
    expect(applies(UP_FOR_D, {}, ['fuse', 'rerank'])).toBe(true);
    expect(applies(UP_FOR_D, {}, ['blend'])).toBe(true);
    expect(applies(UP_FOR_D, { places: 0 }, ['rerank'])).toBe(false);
  });
});

describe('variety leaves what rules say', () => {
  test('what a rule moves up behind a model is not put back by its old score', async () => {
    const hit = '{"_index":"products","_id":"d","_score":1.0}';
    const body = Buffer.from(`{"took":1,"hits":{"hits":[${hit}]}}`);
    const read = someCandidates(SHOP).map((one) => ({ ...one, notes: [{ stage: 'rerank' }] }));
    const ctx = aContext({ search: async () => ({ ...anAnswer(), body }) });
    const found = await merchandise({ diversity: { field: 'title', weight: 0.1 } }).run(read, UP_FOR_D, ctx);
    expect(ids(found).slice(0, 2)).toEqual(['a', 'd']);
  });

  test('what a rule pins counts for its brand, its group and its likeness', async () => {
    const pins = [{ ids: ['b'], position: 3, origin: 'new' }];
    const of = async (options: Readonly<Record<string, unknown>>) => ids(await run(ruled({ pins }), options));
    expect(await of({ maxPer: { field: 'brand', n: 1, within: 3 } })).toEqual(['d', 'e', 'b', 'a', 'c']);
    expect(await of({ maxPer: { field: 'brand', n: 2, within: 4 } })).toEqual(['a', 'd', 'b', 'e', 'c']);
    expect(await of({ dedupe: { field: 'brand' } })).toEqual(['d', 'e', 'b', 'a', 'c']);
    expect((await of({ diversity: { field: 'title', weight: 0.9, within: 3 } })).slice(0, 2)).toEqual([
      'd',
      'e',
    ]);
  });

  test('what a rule buries stands for no brand and no group', async () => {
    const buries = [{ ids: ['a'], origin: 'stock' }];
    const options = { maxPer: { field: 'brand', n: 1, within: 3 }, dedupe: { field: 'brand' } };
    expect(ids(await run(ruled({ buries }), options))).toEqual(['b', 'd', 'e', 'c', 'a']);
  });
});

describe('variety', () => {
  test('no more than so many of one brand on the first places', async () => {
    expect(ids(await run(ruled({}), { maxPer: { field: 'brand', n: 2, within: 4 } }))).toEqual([
      'a',
      'b',
      'd',
      'e',
      'c',
    ]);
    expect(ids(await run(ruled({}), { maxPer: { field: 'brand', n: 1, within: 2 } }))).toEqual([
      'a',
      'd',
      'b',
      'c',
      'e',
    ]);
  });

  test('one of each group before the others', async () => {
    expect(ids(await run(ruled({}), { dedupe: { field: 'brand' } }))).toEqual(['a', 'd', 'e', 'b', 'c']);
  });

  test('what is unlike the documents above it comes up', async () => {
    expect(ids(await run(ruled({}), { diversity: { field: 'title', weight: 0.6 } }))[1]).toBe('d');
    expect(ids(await run(ruled({}), { diversity: { field: 'title', weight: 0 } }))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  test('tells what moved which document', async () => {
    const notesOf = async (options: Readonly<Record<string, unknown>>, id: string) =>
      (await run(ruled({}), options)).find((one) => one.id === id)?.notes;
    expect(await notesOf({ maxPer: { field: 'brand', n: 2, within: 4 } }, 'c')).toEqual([
      { stage: 'merchandise', from: 3, to: 5, maxPer: 'brand' },
    ]);
    expect((await notesOf({ dedupe: { field: 'brand' } }, 'b'))?.[0]).toEqual({
      stage: 'merchandise',
      from: 2,
      to: 4,
      dedupe: 'brand',
    });
    expect((await notesOf({ diversity: { field: 'title', weight: 0.6 } }, 'd'))?.[0]).toEqual({
      stage: 'merchandise',
      from: 4,
      to: 2,
      diversity: 'title',
    });
    // One brand alone: there is nothing to put between, and nothing to tell.
    const alike = someCandidates({ a: { brand: 'A' }, b: { brand: 'A' } });
    const same = await merchandise({ dedupe: { field: 'brand' } }).run(alike, ruled({}), aContext());
    expect(same.map(({ notes }) => notes)).toEqual([[], []]);
  });

  test('a pin wins over variety', async () => {
    const pins = [{ ids: ['c'], position: 2, origin: 'new' }];
    const options = { maxPer: { field: 'brand', n: 1 }, dedupe: { field: 'brand' } };
    expect(ids(await run(ruled({ pins }), options))[1]).toBe('c');
  });
});

test('nothing is lost, nothing stands twice, pins stand where they belong and scores fall', async () => {
  const known = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const placement = fc.uniqueArray(known, { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ ids: placement, position: fc.integer({ min: 1, max: 7 }) }), { maxLength: 3 }),
      placement,
      fc.integer({ min: 1, max: 3 }),
      async (pins, buried, n) => {
        const query = ruled({
          pins: pins.map((pin) => ({ ...pin, origin: 'pin' })),
          buries: [{ ids: buried, origin: 'bury' }],
        });
        const found = await run(query, { maxPer: { field: 'brand', n } });
        expect(ids(found).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
        found.slice(1).forEach(({ score }, at) => expect(score!).toBeLessThanOrEqual(found[at]!.score!));
        const [first] = pins;
        const [id] = first?.ids ?? [];
        if (first !== undefined && id !== undefined && pins.length === 1) {
          const others = 5 - first.ids.length;
          expect(ids(found)[Math.min(first.position, others + 1) - 1]).toBe(id);
        }
      },
    ),
  );
});

test.each([
  [{ maxPer: { n: 2 } }, 'stage merchandise.maxPer: "field" must be given, a text'],
  [{ maxPer: 'brand' }, 'stage merchandise: "maxPer" must be options of its own'],
  [{ dedupe: { field: 'group', n: 1 } }, 'stage merchandise.dedupe has no option "n"'],
])('refuses %j', (options, message) => {
  expect(() => merchandise(options)).toThrow(message);
});
