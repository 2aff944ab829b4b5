import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { embedIndex, type EmbedOptions } from '../../../src/cli/embedding/embed-index.ts';
import { EngineClient } from '../../../src/cli/engine-client.ts';
import type { TextEncoder } from '../../../src/domain/text-encoder.ts';
import { PAIRS } from '../../unit/cli/indexing/pair-segmenter.ts';
import { fakeEncoder, fakeEncoders } from '../../unit/cli/embedding/fake-encoder.ts';
import { describeBackends } from '../ports/backends.ts';
import { openShop, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

const INDEX = `embed-contract-${process.pid}`;
const COUNT = 25;

describeBackends('filling the vectors of an index', (adapter) => {
  let shop: Shop;
  let client: EngineClient;
  const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) =>
    client.expect({
      method,
      path: `/${INDEX}${path}`,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const count = async (query: unknown): Promise<number> => {
    await call('POST', '/_refresh');
    return ((await call('POST', '/_count', { query })) as { readonly count: number }).count;
  };
  const withVector = () => count({ exists: { field: 'relevance_vector' } });

  beforeAll(async () => {
    shop = await openShop(adapter, { pipelines: { plain: ['lexical'] } });
    client = new EngineClient({ url: shop.url });
  });
  beforeEach(async () => {
    await client.send({ method: 'DELETE', path: `/${INDEX}?ignore_unavailable=true` });
    await call('PUT', '', {
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: { _meta: { owner: 'shop' }, properties: { title: { type: 'text' }, n: { type: 'long' } } },
    });
    const lines = Array.from({ length: COUNT }, (_, at) => [
      JSON.stringify({ index: { _id: `d${at}` } }),
      JSON.stringify(at === 7 ? { n: at } : { title: `a title of ${at}`, n: at }),
    ]);
    await client.expect({
      method: 'POST',
      path: `/${INDEX}/_bulk?refresh=true`,
      body: `${lines.flat().join('\n')}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
  });
  afterAll(async () => {
    await client.send({ method: 'DELETE', path: `/${INDEX}?ignore_unavailable=true` });
    await client.close();
    await shop.close();
  });

  const options = (encoder: TextEncoder, more: Partial<EmbedOptions> = {}): EmbedOptions => ({
    index: INDEX,
    encoder: undefined,
    encoders: fakeEncoders({ en: encoder }),
    words: { add: false, segmenter: async () => PAIRS },
    batch: 4,
    dryRun: false,
    onProgress: () => {},
    ...more,
  });

  test('gives every document with a text one, says so in the mapping, and finds nothing to do after that', async () => {
    const encoder = fakeEncoder('words@1');
    const seen: number[] = [];
    const result = await embedIndex(client, options(encoder, { onProgress: (done) => seen.push(done) }));
    expect(result).toMatchObject({
      encoder: 'words@1',
      field: 'relevance_vector',
      template: '{title}',
      missing: COUNT,
      embedded: COUNT - 1,
      withoutText: 1,
      changed: 0,
      failed: 0,
    });
    expect(seen.at(-1)).toBe(COUNT);
    expect(await withVector()).toBe(COUNT - 1);
    const [{ mappings }] = Object.values(
      (await call('GET', '/_mapping')) as Record<string, { readonly mappings: { readonly _meta: unknown } }>,
    ) as [{ readonly mappings: { readonly _meta: unknown } }];
    expect(mappings._meta).toEqual({
      owner: 'shop',
      relevance: { encoder: 'words@1', vector: 'relevance_vector', template: '{title}', similarity: 0.4 },
    });
    const { _source } = (await call('GET', '/_doc/d3')) as {
      readonly _source: Readonly<Record<string, unknown>>;
    };
    expect(_source).toMatchObject({ title: 'a title of 3', n: 3 });
    const again = fakeEncoder('words@1');
    expect(await embedIndex(client, options(again))).toMatchObject({
      missing: 1,
      embedded: 0,
      withoutText: 1,
    });
    expect(again.texts).toEqual([]);
  });

  test('goes on where an interrupted run stopped, and reads nothing twice that was acknowledged', async () => {
    const whole = fakeEncoder('words@1');
    let asked = 0;
    const breaks: TextEncoder = {
      ...whole,
      encode: async (texts, how) => {
        asked += 1;
        return asked === 4
          ? { kind: 'unanswered', reason: 'failed', detail: 'it broke' }
          : whole.encode(texts, how);
      },
    };
    await expect(embedIndex(client, options(breaks))).rejects.toThrow('it broke');
    const done = await withVector();
    expect(done).toBeGreaterThan(0);
    const rest = fakeEncoder('words@1');
    const result = await embedIndex(client, options(rest));
    expect(result.embedded).toBe(COUNT - 1 - done);
    expect(rest.texts).toHaveLength(COUNT - 1 - done);
    expect(await withVector()).toBe(COUNT - 1);
  });

  test('never overwrites what somebody changed meanwhile; the next run finds it', async () => {
    const whole = fakeEncoder('words@1');
    let changed = false;
    const late: TextEncoder = {
      ...whole,
      encode: async (texts, how) => {
        if (!changed) await call('PUT', '/_doc/d1', { title: 'another title', n: 100 });
        changed = true;
        return whole.encode(texts, how);
      },
    };
    expect(await embedIndex(client, options(late))).toMatchObject({
      embedded: COUNT - 2,
      changed: 1,
      failed: 0,
    });
    expect(await count({ term: { n: 100 } })).toBe(1);
    const next = fakeEncoder('words@1');
    expect(await embedIndex(client, options(next))).toMatchObject({ embedded: 1, changed: 0 });
    expect(next.texts).toEqual(['another title']);
  });

  test('parts do not overlap and are all together', async () => {
    const encoder = fakeEncoder('words@1');
    // The mapping first: it would otherwise be the first part's to write.
    await embedIndex(client, options(encoder, { batch: 1, slice: { id: 0, max: 2 } }));
    const first = await withVector();
    const rest = await embedIndex(client, options(encoder));
    expect(first + rest.embedded).toBe(COUNT - 1);
    expect(new Set(encoder.texts).size).toBe(COUNT - 1);
    expect(encoder.texts).toHaveLength(COUNT - 1);
  });

  test('a dry run says what would be done and changes nothing', async () => {
    const before = await call('GET', '/_mapping');
    const result = await embedIndex(client, options(fakeEncoder('words@1'), { dryRun: true }));
    expect(result).toMatchObject({ missing: COUNT, embedded: 0, encoder: 'words@1', template: '{title}' });
    expect(result.rate).toBeGreaterThan(0);
    expect(await call('GET', '/_mapping')).toEqual(before);
  });

  test('goes on with the encoder that the mapping names, and with no other', async () => {
    await embedIndex(client, options(fakeEncoder('words@1')));
    const other = embedIndex(client, options(fakeEncoder('other@1'), { encoder: 'other' }));
    await expect(other).rejects.toThrow('those of other@1 mean something else');
    await expect(embedIndex(client, options(fakeEncoder('other@1')))).rejects.toThrow('not here');
  });

  describe('words of Chinese texts', () => {
    const CHINESE = 10;
    const words = { add: true, segmenter: async () => PAIRS };
    const only = { encoder: 'none', words };
    const withWords = () => count({ exists: { field: 'relevance_words' } });
    const wordsAre = (text: string) => count({ term: { 'relevance_words.title': text } });
    /** An index of Chinese titles; the third has none, the fourth nothing in it that is a word. */
    const open = async (mappings: object = {}): Promise<void> => {
      await client.send({ method: 'DELETE', path: `/${INDEX}?ignore_unavailable=true` });
      const properties = { title: { type: 'text' }, n: { type: 'long' } };
      await call('PUT', '', {
        settings: { number_of_shards: 1, number_of_replicas: 0 },
        mappings: { properties, ...mappings },
      });
      const lines = Array.from({ length: CHINESE }, (_, at) => [
        JSON.stringify({ index: { _id: `c${at}` } }),
        JSON.stringify(at === 2 ? { n: at } : { title: at === 3 ? '！！' : `蓝牙无线耳机 PRO${at}`, n: at }),
      ]);
      await client.expect({
        method: 'POST',
        path: `/${INDEX}/_bulk?refresh=true`,
        body: `${lines.flat().join('\n')}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      });
    };
    const mapping = async () => {
      const [index] = Object.values((await call('GET', '/_mapping')) as Record<string, unknown>) as [
        { readonly mappings: { readonly _meta?: unknown } },
      ];
      return index.mappings;
    };
    const sourceOf = async (id: string) =>
      ((await call('GET', `/_doc/${id}`)) as { readonly _source: Readonly<Record<string, unknown>> })._source;

    test('are added to an index that is open and filled as queries are cut; a second run writes nothing', async () => {
      await open({ _meta: { owner: 'shop' } });
      const result = await embedIndex(client, options(fakeEncoder('words@1'), only));
      expect(result).toMatchObject({
        encoder: null,
        words: ['title'],
        embedded: CHINESE - 2,
        changed: 0,
        failed: 0,
      });
      expect((await mapping())._meta).toEqual({
        owner: 'shop',
        relevance: { words: { title: 'relevance_words.title' } },
      });
      expect(await wordsAre('耳机')).toBe(CHINESE - 2);
      expect(await wordsAre('pro5')).toBe(1);
      expect(await sourceOf('c5')).toMatchObject({ title: '蓝牙无线耳机 PRO5', n: 5 });
      expect(await embedIndex(client, options(fakeEncoder('words@1'), only))).toMatchObject({
        embedded: 0,
      });
    });

    test('go into one update with the vector, and every later run fills both', async () => {
      await open();
      const encoder = fakeEncoder('words@1');
      const both = { words, encoders: fakeEncoders({ zh: encoder }) };
      expect(await embedIndex(client, options(encoder, both))).toMatchObject({ embedded: CHINESE - 1 });
      expect(await withVector()).toBe(CHINESE - 1);
      expect(await withWords()).toBe(CHINESE - 2);
      expect((await call('GET', '/_doc/c0')) as object).toMatchObject({ _version: 2 });
      await call('PUT', '/_doc/c0', { title: '手机', n: 0 });
      const plain = { encoders: fakeEncoders({ zh: encoder }) };
      expect(await embedIndex(client, options(encoder, plain))).toMatchObject({ embedded: 1 });
      expect(await wordsAre('手机')).toBe(1);
      expect(await withVector()).toBe(CHINESE - 1);
    });

    test('never drop vectors that the mapping keeps out of the source', async () => {
      await open({ _source: { excludes: ['relevance_vector'] } });
      const encoder = fakeEncoder('words@1');
      const encoders = fakeEncoders({ zh: encoder });
      await embedIndex(client, options(encoder, { encoders }));
      expect(await withVector()).toBe(CHINESE - 1);
      await expect(embedIndex(client, options(encoder, only))).rejects.toThrow('an update would drop them');
      expect((await mapping())._meta).toMatchObject({ relevance: { encoder: 'words@1' } });
      await embedIndex(client, options(encoder, { words, encoders }));
      expect(await withVector()).toBe(CHINESE - 1);
      expect(await withWords()).toBe(CHINESE - 2);
    });

    test('go on where an interrupted run stopped', async () => {
      await open();
      let cut = 0;
      const breaks = {
        ...PAIRS,
        segment: (text: string) => {
          cut += 1;
          if (cut === 7) throw new Error('it broke');
          return PAIRS.segment(text);
        },
      };
      const broken = { ...only, batch: 2, words: { add: true, segmenter: async () => breaks } };
      await expect(embedIndex(client, options(fakeEncoder('words@1'), broken))).rejects.toThrow('it broke');
      const done = await withWords();
      expect(done).toBeGreaterThan(0);
      expect(await embedIndex(client, options(fakeEncoder('words@1'), only))).toMatchObject({
        embedded: CHINESE - 2 - done,
      });
    });

    test('are refused where no text is Chinese, and a dry run changes nothing', async () => {
      await expect(embedIndex(client, options(fakeEncoder('words@1'), only))).rejects.toThrow(
        'there are no words to cut',
      );
      await open();
      const before = await mapping();
      const dry = await embedIndex(client, options(fakeEncoder('words@1'), { ...only, dryRun: true }));
      expect(dry).toMatchObject({ embedded: 0, words: ['title'] });
      // Engines differ in whether a text of signs alone is there.
      expect([CHINESE - 2, CHINESE - 1]).toContain(dry.missing);
      expect(dry.rate).toBeGreaterThan(0);
      expect(await mapping()).toEqual(before);
    });
  });
});
