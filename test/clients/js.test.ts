import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Client, Client as Client8, type ClientOptions, errors } from '@elastic/elasticsearch';
import { Client as Client9, errors as errors9 } from 'elasticsearch9';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type Behind, describeBehind, gatewayOptions } from './engines.ts';

jest.setTimeout(120_000);

const ENGLISH = ['red running shoes', 'blue running shoes', 'leather boots', 'trail running socks'];
const CHINESE = ['苹果手机壳', '苹果手机', '手机支架', '红色连衣裙'];
const PRODUCTS = [...ENGLISH, ...CHINESE].map((title, at) => ({
  id: `p${at}`,
  title,
  brand: ['acme', 'bolt', 'corvid'][at % 3]!,
  price: 10 + at * 5,
}));
const IDS = PRODUCTS.map(({ id }) => id);
const MAPPINGS = {
  properties: {
    title: { type: 'text', analyzer: 'cjk' },
    brand: { type: 'keyword' },
    price: { type: 'integer' },
  },
} as const;
const APPLIED = /^applied; version="[^"]+"$/;

interface Product {
  readonly id: string;
  readonly title: string;
  readonly brand: string;
  readonly price: number;
}

/** The clients of both majors; these tests make only calls that both have in the same form. */
const CLIENTS = [
  { major: 8, open: (options: ClientOptions): Client => new Client8(options), errors },
  {
    major: 9,
    open: (options: ClientOptions): Client => new Client9(options as never) as unknown as Client,
    errors: errors9 as unknown as typeof errors,
  },
];

describeBehind('the official JavaScript client', (behind) => {
  let gateway: GatewayProcess;
  beforeAll(async () => {
    gateway = await startGateway(gatewayOptions(behind));
  });
  afterAll(async () => {
    await gateway?.stop();
  });

  for (const kind of CLIENTS) {
    if (kind.major === 9 && behind.major === 8 && behind.url !== null) {
      // A server does not understand the clients of the next major; neither does the gateway in front of it.
      test('version 9 is refused as the server refuses it', async () => {
        const [refused, direct] = await Promise.all(
          [gateway.url, behind.url!].map((node) =>
            failure(kind.open({ node }).search({ query: { match_all: {} } })),
          ),
        );
        expect(direct).toMatchObject({ statusCode: 400 });
        expect(outline(refused)).toEqual(outline(direct));
      });
    } else {
      describe(`version ${kind.major}`, () => suite(kind, behind, () => gateway));
    }
  }
});

function suite(kind: (typeof CLIENTS)[number], behind: Behind, gatewayNow: () => GatewayProcess): void {
  const index = `clients-js${kind.major}`;
  const extra = `${index}-extra`;
  let client: Client;
  /** What the answers are held against: the server itself, or the embedded engine without the pipeline. */
  let plain: Client;

  beforeAll(async () => {
    const node = gatewayNow().url;
    client = kind.open({ node });
    plain =
      behind.url === null
        ? kind.open({ node, headers: { 'relevance-pipeline': 'off' } })
        : kind.open({ node: behind.url });
    await client.indices.delete({ index: [index, extra], ignore_unavailable: true });
    const created = await client.indices.create({
      index,
      mappings: MAPPINGS,
      settings: { number_of_shards: 1 },
    });
    expect(created).toEqual({ acknowledged: true, shards_acknowledged: true, index });
    const loaded = await client.helpers.bulk<Product>({
      datasource: PRODUCTS,
      onDocument: ({ id }) => ({ index: { _index: index, _id: id } }),
      refreshOnCompletion: index,
    });
    expect(loaded).toMatchObject({ total: IDS.length, successful: IDS.length, failed: 0, aborted: false });
    await seenAsText();
  });
  afterAll(async () => {
    await client?.indices.delete({ index: [index, extra], ignore_unavailable: true });
    await Promise.all([client?.close(), plain?.close()]);
  });

  /** A new index is improved once its mapping was read. */
  async function seenAsText(): Promise<void> {
    const endMs = performance.now() + 60_000;
    while (!APPLIED.test(statusOf(await search('手机')))) {
      if (performance.now() > endMs) throw new Error(`still ${statusOf(await search('手机'))}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  const search = (text: string, from: Client = client) =>
    from.search<Product>({ index, query: { match: { title: text } } }, { meta: true });

  test('pings, and is told the same of the cluster', async () => {
    expect(await client.ping()).toBe(true);
    expect(await client.info()).toEqual(await plain.info());
  });

  test('asks with HEAD what exists', async () => {
    expect(await client.indices.exists({ index })).toBe(true);
    expect(await client.indices.exists({ index: `${index}-none` })).toBe(false);
    expect(await client.exists({ index, id: 'p0' })).toBe(true);
    expect(await client.exists({ index, id: 'none' })).toBe(false);
  });

  test('searches through the pipeline, and without it', async () => {
    const applied = await search('手机壳');
    expect(applied.statusCode).toBe(200);
    expect(applied.headers['relevance-status']).toMatch(APPLIED);
    expect(applied.headers['server-timing']).toMatch(/segment;dur=/);
    expect(applied.body.hits.hits[0]).toMatchObject({ _id: 'p4', _index: index, _source: PRODUCTS[4]! });
    const off = await client.search(
      { index, query: { match: { title: '手机壳' } } },
      { meta: true, headers: { 'relevance-pipeline': 'off' } },
    );
    expect(off.headers['relevance-status']).toBe('off');
    const direct = await search('手机壳', plain);
    expect({ ...off.body, took: 0 }).toEqual({ ...direct.body, took: 0 });
  });

  test('searches by q= and as a stream', async () => {
    const byQ = await client.search({ index, q: 'title:boots' });
    expect(byQ.hits.hits.map(({ _id }) => _id)).toEqual(['p2']);
    const stream = (await client.search(
      { index, query: { match: { title: 'boots' } } },
      { asStream: true },
    )) as unknown as AsyncIterable<Buffer>;
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ hits: { hits: [{ _id: 'p2' }] } });
  });

  test('searches several at once, by msearch and by its helper', async () => {
    const { body, headers } = await client.msearch(
      {
        index,
        searches: [
          {},
          { query: { match: { title: '手机壳' } } },
          {},
          { query: { match: { title: 'boots' } }, sort: ['price'] },
          { index: `${index}-none` },
          { query: { match_all: {} } },
        ],
      },
      { meta: true },
    );
    const members = String(headers['relevance-status']).split(/, /);
    expect(members).toEqual([
      expect.stringMatching(APPLIED),
      'bypass; reason=sort',
      expect.stringMatching(/^bypass; reason=/),
    ]);
    expect(body.responses).toMatchObject([
      { status: 200, hits: { hits: expect.arrayContaining([expect.objectContaining({ _id: 'p4' })]) } },
      { status: 200, hits: { hits: [{ _id: 'p2' }] } },
      { status: 404, error: { type: 'index_not_found_exception' } },
    ]);
    const helper = client.helpers.msearch();
    const [first, second] = await Promise.all([
      helper.search<Product>({ index }, { query: { match: { title: 'boots' } } }),
      helper.search<Product>({ index }, { query: { match: { title: '连衣裙' } } }),
    ]);
    helper.stop();
    expect([first.documents, second.documents]).toEqual([[PRODUCTS[2]!], [PRODUCTS[7]!]]);
  });

  test('scrolls through all documents with the helpers', async () => {
    const found: Product[] = [];
    const pages = client.helpers.scrollDocuments<Product>({ index, size: 3, query: { match_all: {} } });
    for await (const document of pages) found.push(document);
    expect(found.map(({ id }) => id).sort()).toEqual(IDS);
    const sizes: number[] = [];
    for await (const page of client.helpers.scrollSearch<Product>({ index, size: 3, sort: 'price:desc' })) {
      sizes.push(page.documents.length);
    }
    expect(sizes).toEqual([3, 3, 2]);
  });

  test('pages with a point in time and search_after', async () => {
    let { id } = await client.openPointInTime({ index, keep_alive: '1m' });
    const seen: string[] = [];
    for (let after: number[] | undefined; ;) {
      const page = await client.search<Product>({
        pit: { id, keep_alive: '1m' },
        size: 3,
        query: { match: { title: 'running 手机' } },
        sort: [{ price: 'desc' }],
        ...(after === undefined ? {} : { search_after: after }),
      });
      const last = page.hits.hits.at(-1);
      if (last === undefined) break;
      seen.push(...page.hits.hits.map(({ _id }) => _id!));
      after = [last.sort![0] as number];
      id = page.pit_id!;
    }
    expect(seen).toEqual(['p6', 'p5', 'p4', 'p3', 'p1', 'p0']);
    expect(await client.closePointInTime({ id })).toMatchObject({ succeeded: true });
  });

  test('counts, and gets one and several documents', async () => {
    expect(await client.count({ index, query: { match: { title: 'shoes' } } })).toMatchObject({ count: 2 });
    const got = await client.get<Product>({ index, id: 'p4' });
    expect([got.found, got._source]).toEqual([true, PRODUCTS[4]]);
    const { docs } = await client.mget<Product>({ index, ids: ['p1', 'none', 'p2'] });
    expect(docs.map((doc) => 'found' in doc && doc.found)).toEqual([true, false, true]);
  });

  test('aggregates as the engine does', async () => {
    const request = {
      index,
      query: { match: { title: 'running 手机' } },
      aggs: {
        brands: { terms: { field: 'brand' }, aggs: { dearest: { max: { field: 'price' } } } },
        prices: { histogram: { field: 'price', interval: 10 } },
        spread: { stats: { field: 'price' } },
      },
    } as const;
    const [ours, direct] = [await client.search(request, { meta: true }), await plain.search(request)];
    expect(ours.headers['relevance-status']).toMatch(/^(applied|bypass); /);
    expect(ours.body.aggregations).toEqual(direct.aggregations);
    expect(ours.body.hits.total).toEqual(direct.hits.total);
    expect(JSON.stringify(ours.body.aggregations)).toContain('"doc_count":');
  });

  test('writes, updates with a version check, and deletes', async () => {
    const made = await client.index({ index: extra, id: '1', document: { n: 1 }, refresh: 'wait_for' });
    expect(made).toMatchObject({ result: 'created', _version: 1 });
    const updated = await client.update({
      index: extra,
      id: '1',
      doc: { n: 2 },
      if_seq_no: made._seq_no!,
      if_primary_term: made._primary_term!,
    });
    expect(updated).toMatchObject({ result: 'updated', _version: 2 });
    const late = await failure(
      client.update({
        index: extra,
        id: '1',
        doc: { n: 3 },
        if_seq_no: made._seq_no!,
        if_primary_term: made._primary_term!,
      }),
    );
    expect(late).toBeInstanceOf(kind.errors.ResponseError);
    expect(outline(late)).toMatchObject({ status: 409, type: 'version_conflict_engine_exception' });
    const again = await failure(client.create({ index: extra, id: '1', document: { n: 4 } }));
    expect(outline(again)).toMatchObject({ status: 409, type: 'version_conflict_engine_exception' });
    expect(await client.delete({ index: extra, id: '1' })).toMatchObject({ result: 'deleted' });
    const gone = await failure(client.get({ index: extra, id: '1' }));
    expect(outline(gone)).toMatchObject({ status: 404, body: { found: false, _id: '1' } });
  });

  const FAULTS: readonly (readonly [string, number, string | null, (from: Client) => Promise<unknown>])[] = [
    ['a missing document', 404, null, (from) => from.get({ index, id: 'none' })],
    ['a missing index', 404, 'index_not_found_exception', (from) => from.search({ index: `${index}-none` })],
    [
      'an index that is there',
      400,
      'resource_already_exists_exception',
      (from) => from.indices.create({ index }),
    ],
    [
      'a query that does not exist',
      400,
      'parsing_exception',
      (from) => from.search({ index, query: { none: {} } as never }),
    ],
    [
      'a field that cannot be searched so',
      400,
      'search_phase_execution_exception',
      (from) => from.search({ index, query: { match: { price: 'dear' } } }),
    ],
  ];
  test.each(FAULTS)('%s is an error of the client, with status %i', async (_name, status, type, call) => {
    const [ours, direct] = [await failure(call(client)), await failure(call(plain))];
    expect(ours).toBeInstanceOf(kind.errors.ResponseError);
    expect(outline(ours)).toMatchObject(type === null ? { status } : { status, type });
    expect(outline(ours)).toEqual(outline(direct));
  });

  test('ES|QL and SQL are answered as without the gateway', async () => {
    const calls = [
      (from: Client) => from.esql.query({ query: `FROM ${index} | SORT price | KEEP price | LIMIT 2` }),
      (from: Client) => from.sql.query({ query: `SELECT price FROM "${index}" ORDER BY price LIMIT 2` }),
    ];
    for (const call of calls) {
      const [ours, direct] = await Promise.all([client, plain].map((from) => settled(call(from))));
      expect(ours).toEqual(direct);
    }
  });

  test('sniffs at its start and finds the gateway, not what is behind it', async () => {
    const sniffing = kind.open({ node: gatewayNow().url, sniffOnStart: true });
    const sniffed = new Promise<readonly { url: URL }[]>((done, fail) => {
      sniffing.diagnostic.on('sniff', (error, result) =>
        error === null ? done(result!.meta.sniff!.hosts as { url: URL }[]) : fail(error),
      );
    });
    expect((await sniffed).map(({ url }) => url.origin)).toEqual([gatewayNow().url]);
    const after = await sniffing.search({ index, query: { match: { title: '手机壳' } } }, { meta: true });
    expect(after.meta.connection!.url.origin).toBe(gatewayNow().url);
    expect(statusOf(after)).toMatch(APPLIED);
    await sniffing.close();
  });

  test('compresses its requests and takes compressed answers', async () => {
    const packed = kind.open({ node: gatewayNow().url, compression: true });
    const sent: unknown[] = [];
    packed.diagnostic.on('request', (_error, result) => sent.push(result!.meta.request.params.headers));
    const answer = await packed.search({ index, query: { match: { title: '手机壳' } } }, { meta: true });
    expect(sent).toContainEqual(expect.objectContaining({ 'content-encoding': 'gzip' }));
    expect(statusOf(answer)).toMatch(APPLIED);
    const single = await search('手机壳');
    expect({ ...answer.body, took: 0 }).toEqual({ ...single.body, took: 0 });
    const bulk = await packed.bulk({
      operations: Array.from({ length: 200 }, (_, at) => [
        { index: { _index: extra, _id: `c${at}` } },
        { text: 'packed '.repeat(50) },
      ]).flat(),
      refresh: true,
    });
    expect([bulk.errors, bulk.items.length]).toEqual([false, 200]);
    expect(await packed.count({ index: extra })).toMatchObject({ count: 200 });
    await packed.close();
  });
}

function statusOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return String(headers['relevance-status']);
}

/** The error that a call ends with. */
async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call did not fail');
}

async function settled(call: Promise<unknown>): Promise<unknown> {
  try {
    return { ...((await call) as object), took: 0 };
  } catch (error) {
    return outline(error);
  }
}

/** What a caller can read from a client's error. */
function outline(error: unknown): { status?: number; type?: string; body: unknown } {
  const { statusCode, body } = error as { statusCode?: number; body?: { error?: { type?: string } } };
  if (statusCode === undefined) throw error;
  const type = body?.error?.type;
  return { status: statusCode, ...(type === undefined ? {} : { type }), body };
}
