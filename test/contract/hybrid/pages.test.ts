import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { describeBackends } from '../ports/backends.ts';
import { type Found, ids, INDEX, listLeg, openShop, PRODUCTS, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const LATE_MS = 60;
const WALK = { 'relevance-pipeline': 'walk' };
/** Found by neither word of the queries below, so that only the other leg brings them. */
const ELSEWHERE = ['p2', 'p6', 'p3'];

describeBackends('pages', (adapter) => {
  let shop: Shop;
  /** Whether the next searches find the other leg late. */
  let late: boolean[] = [];
  let brings: readonly string[] = [];
  beforeAll(async () => {
    const arrives = async (): Promise<void> => {
      if (late.shift() === true) await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    };
    shop = await openShop(adapter, {
      pipelines: { walk: ['lexical', 'slow', { fuse: { depth: 8, weights: { lexical: 1, slow: 1 } } }] },
      stages: [listLeg('slow', () => brings, arrives)],
    });
  });
  afterAll(() => shop.close());

  /** Leafs through everything that a search finds, in steps of these sizes, again and again. */
  async function walk(query: unknown, sizes: readonly number[]): Promise<readonly Found[]> {
    const pages: Found[] = [];
    for (let from = 0, at = 0; at < 100; at += 1) {
      const size = sizes[at % sizes.length]!;
      const { found } = await shop.search({ query, from, size }, WALK);
      pages.push(found);
      if (found.hits.hits.length < size) return pages;
      from += size;
    }
    throw new Error('the walk does not end');
  }

  test('neither repeat nor lose a hit, whichever leg is late and however they are cut', async () => {
    const everything = async (title: string): Promise<readonly string[]> =>
      ids(await shop.search({ query: { match: { title } }, size: 60 }, { 'relevance-pipeline': 'off' }));
    const matched = new Map([
      ['red shoes', await everything('red shoes')],
      ['hat', await everything('hat')],
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...matched.keys()),
        fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 }),
        fc.shuffledSubarray([...ELSEWHERE, ...PRODUCTS.slice(20, 30).map(({ id }) => id)]),
        fc.array(fc.boolean(), { maxLength: 8 }),
        async (title, sizes, listed, lateness) => {
          [brings, late] = [listed, [...lateness]];
          const pages = await walk({ match: { title } }, sizes);
          const shown = pages.flatMap(({ hits }) => hits.hits.map(({ _id }) => _id));
          expect(new Set(shown).size).toBe(shown.length);
          const wanted = new Set(matched.get(title));
          for (const id of wanted) expect(shown).toContain(id);
          // The first page decides which legs took part in the walk.
          if (lateness[0] !== true) for (const id of listed) wanted.add(id);
          expect(shown.length).toBe(wanted.size);
          const scores = pages.flatMap(({ hits }) => hits.hits.map(({ _score }) => _score));
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        },
      ),
      { numRuns: 25 },
    );
  }, 300_000);

  test('past the window are the engine’s own hits, without those that were shown', async () => {
    [brings, late] = [['p2', 'p59'], []];
    const direct = await shop.search(
      { query: { match: { title: 'red' } }, size: 60 },
      { 'relevance-pipeline': 'off' },
    );
    const pages = await walk({ match: { title: 'red' } }, [5]);
    const shown = pages.flatMap(({ hits }) => hits.hits.map(({ _id }) => _id));
    const ranked = shown.slice(0, 10);
    expect([...ranked].sort()).toEqual([...new Set([...ids(direct).slice(0, 8), 'p2', 'p59'])].sort());
    expect(shown.slice(10)).toEqual(ids(direct).filter((id) => !ranked.includes(id)));
  });

  test('of two callers, two contexts and two sets of filters are not one another’s', async () => {
    [brings, late] = [['p2'], []];
    const query = { match: { title: 'hat' } };
    const first = await shop.search({ query, size: 2 }, { ...WALK, 'relevance-context': 'tenant=a' });
    brings = ['p6'];
    const other = await shop.search(
      { query, from: 0, size: 60 },
      { ...WALK, 'relevance-context': 'tenant=b' },
    );
    const next = await shop.search(
      { query, from: 2, size: 60 },
      { ...WALK, 'relevance-context': 'tenant=a' },
    );
    expect(ids(other)).toContain('p6');
    expect([...ids(first), ...ids(next)]).toContain('p2');
    expect([...ids(first), ...ids(next)]).not.toContain('p6');
  });

  test('go on where a hit was deleted in between', async () => {
    [brings, late] = [[], []];
    const query = { match: { title: 'scarf' } };
    const first = await shop.search({ query, size: 3 }, WALK);
    const rest = ids(await shop.search({ query, from: 3, size: 60 }, WALK));
    const [gone, ...kept] = rest;
    const url = `${shop.url}/${INDEX}/_doc/${gone}`;
    const source = PRODUCTS.find(({ id }) => id === gone)!;
    expect((await fetch(`${url}?refresh=true`, { method: 'DELETE' })).status).toBe(200);
    expect(ids(await shop.search({ query, from: 3, size: 4 }, WALK))).toEqual(kept.slice(0, 4));
    expect(ids(await shop.search({ query, from: 7, size: 4 }, WALK))).toEqual(kept.slice(4, 8));
    expect(ids(first)).toHaveLength(3);
    const { id: _id, ...document } = source;
    await fetch(`${url}?refresh=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
  });
});
