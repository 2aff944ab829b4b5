import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { realServers } from '../../support/servers.ts';
import { jsonDifferences } from './compare.ts';
import { INDEX, documents } from './corpus.ts';
import { embeddedDriver, httpDriver, load } from './drivers.ts';
import type { Answer, SearchDriver } from './drivers.ts';

const NAME = 'contract_api';
const FIXTURE = new URL('search-api-answers.json', import.meta.url);
const RECORDER = 'Elasticsearch 8';
const SECOND = 'contract_more';
const corpus = { spec: INDEX, documents: documents().slice(0, 60) };
const more = { spec: INDEX, documents: documents().slice(60, 200) };
const embedded = embeddedDriver({ [NAME]: corpus, [SECOND]: more });

type Request = readonly [method: string, path: string, body?: unknown];
const requests = JSON.parse(
  readFileSync(new URL('search-api.json', import.meta.url), 'utf8'),
) as readonly Request[];

interface Failure {
  readonly type: string;
  readonly reason: string;
  readonly root_cause: readonly { readonly type: string; readonly reason: string }[];
}

/** What must be equal: the whole answer, or status, type and reason of an error. */
function essence({ status, json }: Pick<Answer, 'status' | 'json'>): unknown {
  const failure = json['error'] as Failure | undefined;
  if (failure !== undefined) {
    const [root] = failure.root_cause;
    return { status, type: failure.type, reason: failure.reason, root: root?.type, cause: root?.reason };
  }
  const items = json['responses'];
  const responses = Array.isArray(items)
    ? items.map((one) => essence({ status: 200, json: one as Answer['json'] }))
    : undefined;
  return { status, ...json, took: 0, ...(responses !== undefined && { responses }) };
}

const titles = requests.map(
  ([method, path, body]) =>
    [`${method} ${path} ${JSON.stringify(body) ?? ''}`, [method, path, body]] as const,
);

describe('embedded search endpoints answer what was recorded from Elasticsearch', () => {
  const recorded = (existsSync(FIXTURE) ? JSON.parse(readFileSync(FIXTURE, 'utf8')) : {}) as Record<
    string,
    unknown
  >;
  test.each(titles)('%s', async (title, [method, path, body]) => {
    const expected = recorded[title];
    expect(expected).toBeDefined();
    expect(jsonDifferences(expected, essence(await embedded.send(method, path, body)))).toEqual([]);
  });
});

/** Every page of a scroll, a point in time or a sliced scan together: the ids in order. */
async function scrollAll(driver: SearchDriver, body: object): Promise<readonly string[]> {
  const ids: string[] = [];
  let { json } = await driver.send('POST', `/${NAME}/_search?scroll=1m`, body);
  for (;;) {
    const page = (json['hits'] as { hits: { _id: string }[] }).hits.map(({ _id }) => _id);
    ids.push(...page);
    if (page.length === 0) break;
    json = (await driver.send('POST', '/_search/scroll', { scroll_id: json['_scroll_id'], scroll: '1m' }))
      .json;
  }
  const cleared = await driver.send('DELETE', '/_search/scroll', { scroll_id: json['_scroll_id'] });
  expect(cleared.json).toEqual({ succeeded: true, num_freed: 1 });
  const again = await driver.send('POST', '/_search/scroll', { scroll_id: json['_scroll_id'], scroll: '1m' });
  expect(again.status).toBe(404);
  expect((again.json['error'] as Failure).root_cause[0]?.type).toBe('search_context_missing_exception');
  return ids;
}

async function pitAll(driver: SearchDriver, sort: readonly unknown[]): Promise<readonly string[]> {
  const opened = await driver.send('POST', `/${NAME}/_pit?keep_alive=1m`);
  const ids: string[] = [];
  let after: unknown;
  for (;;) {
    const body = {
      size: 7,
      sort,
      pit: { id: opened.json['id'], keep_alive: '1m' },
      _source: false,
      ...(after !== undefined && { search_after: after }),
    };
    const { json, status } = await driver.send('POST', '/_search', body);
    expect(status).toBe(200);
    const { hits } = json['hits'] as { hits: { _id: string; sort: unknown }[] };
    if (hits.length === 0) break;
    ids.push(...hits.map(({ _id }) => _id));
    after = hits.at(-1)?.sort;
    expect(after).toHaveLength(sort.length + 1);
  }
  const closed = await driver.send('DELETE', '/_pit', { id: opened.json['id'] });
  expect(closed.json).toEqual({ succeeded: true, num_freed: 1 });
  return ids;
}

function pagingSuite(name: string, driver: SearchDriver): void {
  test(`${name}: scroll pages hold every document once, in order`, async () => {
    const ids = await scrollAll(driver, { size: 9, sort: ['serial'], _source: false });
    expect(ids).toEqual(corpus.documents.map((_, i) => String(i)));
  });
  test(`${name}: a point in time pages by search_after without losing ties`, async () => {
    const ids = await pitAll(driver, [{ category: 'asc' }]);
    expect(ids).toHaveLength(corpus.documents.length);
    expect(new Set(ids).size).toBe(corpus.documents.length);
    const categories = ids.map((id) => String(corpus.documents[Number(id)]!['category']));
    expect(categories).toEqual(categories.toSorted());
  });
  test(`${name}: slices share the documents out`, async () => {
    const parts = await Promise.all(
      [0, 1, 2].map((id) => scrollAll(driver, { size: 50, slice: { id, max: 3 }, _source: false })),
    );
    const all = parts.flat();
    expect(new Set(all).size).toBe(corpus.documents.length);
    expect(all).toHaveLength(corpus.documents.length);
  });
}

describe('paging', () => pagingSuite('embedded', embedded));

for (const server of realServers()) {
  describe(`search endpoints beside ${server.name}`, () => {
    const driver = httpDriver(server.url);
    const recording: Record<string, unknown> = {};
    beforeAll(async () => {
      await load(driver, NAME, corpus);
      await load(driver, SECOND, more);
    }, 60_000);
    afterAll(async () => {
      await driver.send('DELETE', `/${NAME},${SECOND}`);
      if (process.env['RECORD_SEARCH_ANSWERS'] !== server.name) return;
      const lines = Object.entries(recording).map(
        ([title, answer]) => `${JSON.stringify(title)}:\n${JSON.stringify(answer)}`,
      );
      writeFileSync(FIXTURE, `{\n${lines.join(',\n')}\n}\n`);
    });
    pagingSuite(server.name, driver);
    test.each(titles)('%s', async (title, [method, path, body]) => {
      const expected = essence(await driver.send(method, path, body)) as { status: number };
      recording[title] = expected;
      const actual = essence(await embedded.send(method, path, body)) as { status: number };
      // The wording of errors is the recorded major's; the other one must agree on the status.
      if (server.name === RECORDER || expected.status === 200)
        expect(jsonDifferences(expected, actual)).toEqual([]);
      else expect(actual.status).toBe(expected.status);
    });
  });
}
