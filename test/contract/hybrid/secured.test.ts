import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { TextEncoder } from '../../../src/domain/text-encoder.ts';
import { describeWithSecurity } from '../../support/servers.ts';
import { brandOf, credentialsOf, openSecuredShop, type SecuredShop, withPassword } from './secured-shop.ts';
import { ENCODER, ids, INDEX, PRODUCTS, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const USERS = { acme: credentialsOf('acme'), globex: credentialsOf('globex') };
/** Which only the gateway's account may read. */
const LISTS = `${INDEX}-lists`;
const ALL_LEGS = { 'relevance-pipeline': 'all' };

/** Two users, each of whom may see the products of one brand; one of them not their texts. */
describeWithSecurity('all legs and the hits of a page, on a secured cluster', (server) => {
  let opened: SecuredShop;
  let shop: Shop;
  let encoded = 0;
  const encoder: TextEncoder = {
    ...ENCODER,
    encode: (texts, options) => {
      encoded += 1;
      return ENCODER.encode(texts, options);
    },
  };
  beforeAll(async () => {
    const listed = (read: string) => [
      'lexical',
      { list: { index: LISTS, keys: ['all'], matching: false, read } },
      { fuse: { depth: 10 } },
    ];
    const pipelines = {
      all: ['lexical', 'fields', 'knn', { fuse: { depth: 10 } }],
      feedback: ['lexical', { feedback: { words: 2 } }, { fuse: { depth: 60 } }],
      'by-account': listed('account'),
      'by-caller': listed('caller'),
    };
    opened = await openSecuredShop(server, { pipelines, encoder }, [
      { name: LISTS, documents: { all: { ids: ['p1', 'p0', 'p3', 'p2'] } }, readers: [] },
    ]);
    shop = opened.shop;
  });
  afterAll(() => opened.close());

  test.each(['red shoes', 'crimson', 'azure', 'comfortable'])(
    'show each user their own documents alone: %s',
    async (title) => {
      for (const [brand, credentials] of Object.entries(USERS)) {
        // The second time the credentials are known, and all legs start at once.
        for (const from of [0, 0, 4]) {
          const reply = await shop.search(
            { query: { match: { title } }, from, size: 4 },
            { ...ALL_LEGS, ...credentials },
          );
          expect(reply.status).toBe(200);
          // Red is acme's alone and blue globex's; the texts are hidden from globex.
          const none = title === 'azure' ? brand === 'acme' : title !== 'red shoes' && brand === 'globex';
          if (none) expect(reply.relevance).toBe('bypass; reason=no_hits');
          else expect(reply.relevance).toMatch(/^applied; version="/);
          expect(ids(reply).map(brandOf)).toEqual(ids(reply).map(() => brand));
          expect(ids(reply)).toHaveLength(none ? 0 : 4);
          if (brand === 'globex') expect(reply.text).not.toContain('comfortable');
        }
      }
    },
  );

  test('do not share what one of them was shown with the other, on any page', async () => {
    const pageOf = async (user: keyof typeof USERS, from: number): Promise<readonly string[]> =>
      ids(
        await shop.search(
          { query: { match: { title: 'hat' } }, from, size: 3 },
          { ...ALL_LEGS, ...USERS[user] },
        ),
      );
    const acme = await pageOf('acme', 0);
    expect((await pageOf('globex', 3)).map(brandOf)).toEqual(['globex', 'globex', 'globex']);
    const next = await pageOf('acme', 3);
    expect(new Set([...acme, ...next]).size).toBe(6);
  });

  test('show of a list that the account reads what each user may see, and leave out one that they may not read', async () => {
    const query = { match: { title: 'nothing' } };
    for (const [brand, credentials] of Object.entries(USERS)) {
      const by = (read: string) =>
        shop.search({ query, size: 4 }, { 'relevance-pipeline': `by-${read}`, ...credentials });
      const listed = await by('account');
      expect(listed.relevance).toMatch(/^applied; version="/);
      expect(ids(listed)).toEqual(brand === 'acme' ? ['p0', 'p2'] : ['p1', 'p3']);
      expect((await by('caller')).relevance).toBe('bypass; reason=no_hits');
      const named = await shop.search(
        { query: { match: { title: 'hat' } }, size: 4 },
        { 'relevance-pipeline': 'by-caller', ...credentials },
      );
      expect(named.relevance).toMatch(/^applied; degraded="list"; version="/);
    }
  });

  test('take words from documents, and bring documents, that each user may read', async () => {
    for (const [brand, credentials] of Object.entries(USERS)) {
      const title = brand === 'acme' ? 'red hat' : 'blue hat';
      const reply = await shop.search(
        { query: { match: { title } }, size: 60 },
        { 'relevance-pipeline': 'feedback', ...credentials },
      );
      expect(reply.relevance).toMatch(/^applied; version="/);
      expect(ids(reply).map(brandOf)).toEqual(ids(reply).map(() => brand));
      const words = new Set(title.split(' '));
      const beyond = ids(reply).filter(
        (id) =>
          !PRODUCTS.some((one) => one.id === id && one.title.split(' ').some((word) => words.has(word))),
      );
      // What is made of cotton, as red hats are, is found by a text that globex cannot read.
      if (brand === 'acme') expect(beyond.length).toBeGreaterThan(0);
    }
  });

  test('refuse a stranger before any work is done for them', async () => {
    encoded = 0;
    const stranger = { ...ALL_LEGS, ...withPassword('acme', 'wrong') };
    const reply = await shop.search({ query: { match: { title: 'crimson' } } }, stranger);
    expect(reply.status).toBe(401);
    const nobody = await shop.search({ query: { match: { title: 'crimson' } } }, ALL_LEGS);
    expect(nobody.status).toBe(401);
    expect(encoded).toBe(0);
  });
});
