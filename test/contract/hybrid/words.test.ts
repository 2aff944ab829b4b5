import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { withWordFields } from '../../../src/cli/indexing/words.ts';
import { describeBackends, must, type OpenBackend } from '../ports/backends.ts';
import { ids, INDEX, serveShop, type Shop } from './shop.ts';

// Busy machines take their time to make an index.
jest.setTimeout(120_000);

/** Words that their titles do not say, so that nothing else finds them. */
const DOCUMENTS = [
  { id: 'a', title: '甲', words: '蓝牙 耳机 pro' },
  { id: 'b', title: '乙', words: '耳机' },
  { id: 'c', title: '蓝牙音箱', words: '蓝牙 音箱' },
];

describeBackends('fields of words', (adapter) => {
  let opened: OpenBackend;
  let shop: Shop;
  beforeAll(async () => {
    opened = await adapter.open();
    const { backend } = opened;
    await must(backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
    await must(backend, 'PUT', `/${INDEX}`, {
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: withWordFields({ properties: { title: { type: 'text' } } }, ['title']),
    });
    const lines = DOCUMENTS.flatMap(({ id, title, words }) => [
      { index: { _id: id } },
      { title, relevance_words: { title: words } },
    ]);
    const bulk = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await must(backend, 'POST', `/${INDEX}/_bulk?refresh=true`, bulk);
    await backend.refresh();
    const pipeline = (fields: object) => ['normalise', 'segment', 'lexical', { fields }, 'fuse'];
    const pipelines = {
      words: pipeline({}),
      without: pipeline({ words: 0 }),
      named: pipeline({ fields: ['title'] }),
    };
    shop = await serveShop(backend, { pipelines }, async () => {
      await must(backend, 'DELETE', `/${INDEX}?ignore_unavailable=true`);
      await opened.close();
    });
  });
  afterAll(() => shop.close());

  const search = (title: string, pipeline = 'words', options = {}) =>
    shop.search(
      { query: { match: { title: { query: title, ...options } } } },
      { 'relevance-pipeline': pipeline },
    );

  test('find whole words as the same segmenter cuts the query, in any case and width', async () => {
    expect(ids(await search('耳机')).toSorted()).toEqual(['a', 'b']);
    expect(ids(await search('ＰＲＯ'))).toEqual(['a']);
    expect(ids(await search('蓝牙 耳机'))[0]).toBe('c');
    expect(ids(await search('蓝牙 耳机')).toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('only raise where the caller asks for all words', async () => {
    expect(ids(await search('耳机', 'words', { operator: 'and' }))).toEqual([]);
  });

  test('are not shown, and not asked where the leg has other fields or none of their weight', async () => {
    const { found } = await search('耳机');
    expect(found.hits.hits.map(({ _source }) => Object.keys(_source ?? {}))).toEqual([['title'], ['title']]);
    expect(ids(await search('耳机', 'without'))).toEqual([]);
    expect(ids(await search('耳机', 'named'))).toEqual([]);
  });
});
