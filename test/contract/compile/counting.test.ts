import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Alternative, type Query, typedQuery } from '../../../src/domain/query.ts';
import { compile } from '../../../src/search-api/compile.ts';
import { readSearch } from '../../../src/search-api/read-search.ts';
import { describeWithServers } from '../../support/servers.ts';
import { embeddedDriver, httpDriver, type IndexSpec, load, type SearchDriver } from '../engine/drivers.ts';

const NAME = 'relevance-counting';
const WORDS = ['ash', 'birch', 'cedar', 'elm', 'fir', 'hazel'];
/** Every set of the words is a document. */
const DOCUMENTS = Array.from({ length: 2 ** WORDS.length }, (_, id) => ({
  title: WORDS.filter((_word, at) => (id >> at) & 1).join(' '),
}));
const INDEX: IndexSpec = {
  settings: { number_of_shards: 1, number_of_replicas: 0 },
  mappings: { properties: { title: { type: 'text' }, notes: { type: 'text' } } },
};

/** A way to say a slot: words that must all be there. */
type Way = readonly string[];

const way = fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 });
const slots = fc.array(fc.array(way, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
const counting = fc.oneof(
  fc.record({ operator: fc.constantFrom('and', 'or', 'AND') }),
  fc.record({
    minimum_should_match: fc.constantFrom<string | number>(
      1,
      2,
      3,
      -1,
      '50%',
      '75%',
      '-25%',
      '100%',
      '2<75%',
    ),
  }),
  fc.constant({}),
);
type Counting = Readonly<Record<string, string | number>>;

/** How many of so many slots must match, as Elasticsearch's documentation has it. */
function least(count: number, { operator, minimum_should_match: given = 1 }: Counting): number {
  // A text of one word is found however many are asked for; of several there must be as many.
  if (count === 1 || String(operator).toLowerCase() === 'and') return count;
  const [, above, beyond] = /^(\d+)<(.+)$/.exec(String(given)) ?? [];
  if (above !== undefined)
    return count <= Number(above) ? count : least(count, { minimum_should_match: beyond! });
  const share = /^(-?\d+)%$/.exec(String(given))?.[1];
  const number = share === undefined ? Number(given) : Math.trunc((count * Number(share)) / 100);
  const isLess = String(given).startsWith('-');
  return Math.max(1, isLess ? count + number : number);
}

function expected(ways: readonly (readonly Way[])[], how: Counting): readonly string[] {
  const enough = least(ways.length, how);
  return DOCUMENTS.filter(({ title }) => {
    const words = new Set(title.split(' '));
    const matched = ways.filter((slot) => slot.some((one) => one.every((word) => words.has(word))));
    return matched.length >= enough;
  }).map((document) => String(DOCUMENTS.indexOf(document)));
}

function understood(ways: readonly (readonly Way[])[]): Query {
  const text = ways.map(([first]) => first!.join(' ')).join(' ');
  return {
    ...typedQuery(text),
    slots: ways.map((slot, at) => ({
      span: { start: at, end: at + 1 },
      key: slot[0]!.join(' '),
      alternatives: slot.map((terms, n): Alternative => ({
        terms,
        weight: n === 0 ? 1 : 0.5,
        origin: 'test',
      })),
    })),
  };
}

async function found(driver: SearchDriver, query: Query, clause: object): Promise<readonly string[]> {
  const body = { size: DOCUMENTS.length, query: clause };
  const read = readSearch({
    target: { indices: [NAME], queryString: '' },
    headers: [],
    body: Buffer.from(JSON.stringify(body)),
  });
  if (read.kind === 'bypass') throw new Error(read.reason);
  const compiled = compile(read.request, query, undefined);
  const { json } = await driver.send('POST', `/${NAME}/_search`, Buffer.from(compiled.body).toString());
  const { hits } = (json as { hits: { hits: readonly { readonly _id: string }[] } }).hits;
  return hits.map(({ _id }) => _id).sort((a, b) => Number(a) - Number(b));
}

async function check(driver: SearchDriver, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(slots, counting, fc.boolean(), async (ways, how, several) => {
      // What a user types first of a slot is one word.
      const said = ways.map(([first, ...others]) => [[first![0]!], ...others, first!]);
      const query = understood(said);
      const clause = several
        ? { multi_match: { query: query.text, fields: ['title', 'notes'], ...how } }
        : { match: { title: { query: query.text, ...how } } };
      expect(await found(driver, query, clause)).toEqual(expected(said, how));
    }),
    { numRuns: runs },
  );
}

describe('a document matches when it holds as many slots as the caller asked for, said in any way', () => {
  const embedded = embeddedDriver({ [NAME]: { spec: INDEX, documents: DOCUMENTS } });
  test('on the embedded engine', () => check(embedded, 150), 60_000);
});

describeWithServers('the same', (server) => {
  const driver = httpDriver(server.url);
  beforeAll(() => load(driver, NAME, { spec: INDEX, documents: DOCUMENTS }), 60_000);
  afterAll(() => driver.send('DELETE', `/${NAME}`));
  test('on a server', () => check(driver, 60), 60_000);
});
