import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexFileOptions } from '../../../../src/cli/indexing/index-file.ts';
import { indexFile } from '../../../../src/cli/indexing/index-file.ts';
import { tryFile } from '../../../../src/cli/indexing/try-file.ts';
import { fakeEncoder, fakeEncoders } from '../embedding/fake-encoder.ts';
import { PAIRS } from './pair-segmenter.ts';
import type { FakeAnswer, FakeEngine, FakeRequest } from '../fake-engine.ts';
import { bulkDocuments, fakeEngine } from '../fake-engine.ts';

let folder = '';
let engine: FakeEngine;
/** The index: documents by id. */
let documents: Map<string, string>;
let exists = false;
let uuid = '';
/** What the index that is only tried was created with, and what the engine says to it. */
let tried: object = {};
let trial: (body: string) => FakeAnswer;
/** Searches that the engine is too busy for. */
let busySearches = 0;

/** Elasticsearch as far as loading goes; `bulk` may answer in its place. */
async function start(
  bulk: (request: FakeRequest) => FakeAnswer | undefined = () => undefined,
): Promise<void> {
  documents = new Map();
  exists = false;
  busySearches = 0;
  trial = () => ({ body: { acknowledged: true } });
  engine = await fakeEngine((request) => {
    const { method, path, body } = request;
    if (path === '/shop/_settings') {
      return exists ? { body: { shop: { settings: { index: { uuid } } } } } : { status: 404, body: {} };
    }
    if (path.includes('-trial-') && method !== 'GET') {
      if (method === 'PUT') tried = (JSON.parse(body) as { readonly mappings?: object }).mappings ?? {};
      return method === 'PUT' ? trial(body) : { body: { acknowledged: true } };
    }
    if (method === 'PUT') {
      if (body.includes('flattened')) {
        return { status: 501, body: { error: { type: 'x', reason: 'No handler for type [flattened]' } } };
      }
      exists = true;
      uuid += 'i';
    }
    if (method === 'DELETE') {
      exists = false;
      documents.clear();
    }
    if (path.endsWith('/_mapping')) return { body: { any: { mappings: tried } } };
    if (path.endsWith('/_search') && busySearches-- > 0) return { status: 503, body: {} };
    if (path.endsWith('/_search')) return { body: { hits: { hits: found(body) } } };
    if (!path.endsWith('/_bulk')) return { body: { acknowledged: true } };
    return bulk(request) ?? accept(body, () => 200);
  });
}

/** Those that are there of the ids that a search asks for. */
function found(body: string): readonly object[] {
  const { query } = JSON.parse(body) as {
    readonly query: { readonly bool: { readonly filter: readonly [{ readonly ids: { values: string[] } }] } };
  };
  return query.bool.filter[0].ids.values.flatMap((id) => {
    const source = documents.get(id);
    return source === undefined ? [] : [{ _id: id, _source: JSON.parse(source) as unknown }];
  });
}

/** Takes the documents whose id gets a 200, answers the status for the others. */
function accept(body: string, statusOf: (id: string) => number): FakeAnswer {
  const items = bulkDocuments(body).map(([id, source]) => {
    const status = statusOf(id);
    if (status === 200) documents.set(id, source);
    const error = { type: 'document_parsing_exception', reason: `of ${id}`, caused_by: { reason: 'why' } };
    return { index: { _id: id, status, ...(status === 200 ? {} : { error }) } };
  });
  return { body: { errors: true, items } };
}

function options(file: string, more: Partial<IndexFileOptions> = {}): IndexFileOptions {
  return {
    index: 'shop',
    file,
    idField: '_id',
    batchBytes: 1024,
    concurrency: 2,
    recreate: false,
    onProgress: () => undefined,
    ...more,
  };
}

function corpus(count: number): string {
  const file = join(folder, 'corpus.jsonl');
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({ _id: `d${at}`, title: `茶 tea ${at}` }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const bulks = (): readonly FakeRequest[] => engine.requests.filter(({ path }) => path === '/shop/_bulk');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relevance-index-'));
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

describe('loading a file', () => {
  test('a dry run reads the whole file, says what is wrong in it, and changes nothing', async () => {
    await start();
    const file = join(folder, 'mixed.jsonl');
    writeFileSync(
      file,
      '{"_id":"1","title":"red shoe"}\n{"_id":\n{"_id":"3","title":"blue hat","price":4}\n',
    );
    const asked = { index: 'shop', file, idField: '_id', mappingFile: undefined };
    const tried = await tryFile(engine.client, { ...asked, recreate: false });
    expect(tried).toMatchObject({ exists: false, documents: 2, failed: 1, faults: [{ line: 2 }] });
    expect(tried.mapping).toMatchObject({ properties: { title: { type: 'text' }, price: { type: 'long' } } });
    expect(engine.requests.map(({ method }) => method)).toEqual(['GET']);
    exists = true;
    const there = await tryFile(engine.client, { ...asked, recreate: false });
    expect(there).toMatchObject({ exists: true, mapping: null });
    expect(await tryFile(engine.client, { ...asked, recreate: true })).toMatchObject({ exists: false });
  });

  test('creates the index with an inferred mapping, loads in batches by bytes, refreshes, cleans up', async () => {
    await start();
    const file = corpus(100);
    const result = await indexFile(engine.client, options(file));
    expect(result).toMatchObject({ created: true, indexed: 100, failed: 0, resumedAtLine: null });
    expect(result.inferred).toEqual([{ name: 'title', type: 'text (english) + keyword' }]);
    expect([...documents.keys()].length).toBe(100);
    expect(documents.get('d7')).toBe('{"title":"茶 tea 7"}');
    expect(bulks().length).toBeGreaterThan(3);
    expect(bulks().every(({ body }) => Buffer.byteLength(body) < 1024 + 100)).toBe(true);
    expect(bulks()[0]?.headers['content-type']).toBe('application/x-ndjson');
    expect(engine.requests.at(-1)?.path).toBe('/shop/_refresh');
    expect(existsSync(`${file}.shop.checkpoint`)).toBe(false);
  });

  test('the index is created with the analyzer that its inferred mapping names', async () => {
    await start();
    const file = join(folder, 'chinese.jsonl');
    writeFileSync(file, JSON.stringify({ _id: '1', title: '蓝牙耳机' }));
    const { inferred } = await indexFile(engine.client, options(file));
    expect(inferred).toEqual([{ name: 'title', type: 'text (english) + keyword + trigrams' }]);
    const created = engine.requests.find(({ method, path }) => method === 'PUT' && path === '/shop');
    expect(JSON.parse(created?.body ?? '')).toMatchObject({
      settings: { analysis: { analyzer: { trigrams: { tokenizer: 'trigrams' } } } },
      mappings: { properties: { title: { fields: { trigrams: { analyzer: 'trigrams' } } } } },
    });
  });

  test('an engine without flattened gets such objects unindexed', async () => {
    await start();
    const file = join(folder, 'wide.jsonl');
    const attributes = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, 1]));
    writeFileSync(file, JSON.stringify({ _id: '1', attributes }));
    const { inferred } = await indexFile(engine.client, options(file));
    expect(inferred).toEqual([{ name: 'attributes', type: 'not indexed' }]);
  });

  test('an engine without vectors of this kind: the refusal says how to do without', async () => {
    engine = await fakeEngine(({ method }) =>
      method === 'PUT'
        ? { status: 400, body: { error: { type: 'x', reason: 'No handler for type [dense_vector]' } } }
        : { status: 404, body: {} },
    );
    await expect(indexFile(engine.client, options(corpus(1)))).rejects.toThrow(
      '(without vectors: --encoder none)',
    );
  });

  test('reports refused and unreadable documents with their lines; the others are in', async () => {
    await start(({ body }) => accept(body, (id) => (id === 'd3' ? 400 : 200)));
    const file = corpus(5);
    writeFileSync(file, '\n{broken\n', { flag: 'a' });
    const result = await indexFile(engine.client, options(file));
    expect(result).toMatchObject({ indexed: 4, failed: 2 });
    expect(result.faults).toEqual([
      { line: 4, id: 'd3', status: 400, reason: 'document_parsing_exception: of d3 (why)' },
      { line: 7, id: null, status: null, reason: expect.stringContaining('not JSON') },
    ]);
  });

  test('sends again only what a busy engine refused', async () => {
    let refusals = 0;
    await start(({ body }) => accept(body, (id) => (id === 'd1' && refusals++ === 0 ? 429 : 200)));
    const result = await indexFile(engine.client, options(corpus(3)));
    expect(result).toMatchObject({ indexed: 3, failed: 0 });
    expect(bulks().map(({ body }) => bulkDocuments(body).map(([id]) => id))).toEqual([
      ['d0', 'd1', 'd2'],
      ['d1'],
    ]);
  });

  test('halves what is too large for the engine, down to the document that is', async () => {
    await start(({ body }) =>
      body.length > 120 || body.includes('"d2"') ? { status: 413, body: {} } : undefined,
    );
    const result = await indexFile(engine.client, options(corpus(8)));
    expect(result).toMatchObject({ indexed: 7, failed: 1 });
    expect(result.faults).toMatchObject([{ line: 3, id: 'd2', status: 413 }]);
  });

  test('interrupted, goes on where it stopped; no document is lost or there twice', async () => {
    let answers = 0;
    await start(() =>
      ++answers === 4 ? { status: 500, body: { error: { type: 't', reason: 'broken' } } } : undefined,
    );
    const file = corpus(200);
    await expect(indexFile(engine.client, options(file, { concurrency: 1 }))).rejects.toThrow('broken');
    expect(existsSync(`${file}.shop.checkpoint`)).toBe(true);
    const before = documents.size;
    expect(before).toBeGreaterThan(0);
    engine.requests.length = 0;
    const result = await indexFile(engine.client, options(file, { concurrency: 1 }));
    expect(result).toMatchObject({ created: false, indexed: 200, failed: 0, resumedAtLine: before + 1 });
    expect(result.resumedDocuments).toBe(before);
    expect(bulks().flatMap(({ body }) => bulkDocuments(body)).length).toBe(200 - before);
    expect(documents.size).toBe(200);
    expect(existsSync(`${file}.shop.checkpoint`)).toBe(false);
  });

  test('goes on at an engine that has another address by now, as the embedded one does', async () => {
    let answers = 0;
    await start(() => (++answers === 3 ? { status: 500, body: {} } : undefined));
    const file = corpus(100);
    await expect(indexFile(engine.client, options(file, { concurrency: 1 }))).rejects.toThrow('500');
    const before = new Map(documents);
    await engine.close();
    await start();
    [documents, exists] = [before, true];
    const resumedDocuments = before.size;
    expect(await indexFile(engine.client, options(file))).toMatchObject({ indexed: 100, resumedDocuments });
  });

  test('killed, asks the index what of the documents on their way has arrived, and sends only the others', async () => {
    let answers = 0;
    const sent: string[][] = [];
    await start(({ body }) => {
      sent.push(bulkDocuments(body).map(([id]) => id));
      answers += 1;
      // The third arrives behind the second, which is lost, and a part of the fourth; then everything breaks.
      if (answers === 2) return { status: 500, body: { error: { type: 't', reason: 'broken' } } };
      if (answers === 4) {
        accept(body, (id) => (id === sent[3]?.[0] ? 200 : 503));
        return { status: 500, body: {} };
      }
      return undefined;
    });
    const file = corpus(200);
    await expect(indexFile(engine.client, options(file, { concurrency: 4 }))).rejects.toThrow();
    const before = new Set(documents.keys());
    engine.requests.length = 0;
    answers = 10;
    // One that is just back from where it was killed is asked again.
    busySearches = 1;
    const result = await indexFile(engine.client, options(file, { concurrency: 1 }));
    expect(result).toMatchObject({ indexed: 200, failed: 0 });
    const again = bulks().flatMap(({ body }) => bulkDocuments(body).map(([id]) => id));
    expect(again.filter((id) => before.has(id))).toEqual([]);
    expect(documents.size).toBe(200);
  });

  test('a document that the index holds otherwise than the file says is sent again', async () => {
    let answers = 0;
    await start(() => (++answers === 2 ? { status: 500, body: {} } : undefined));
    const file = corpus(60);
    await expect(indexFile(engine.client, options(file, { concurrency: 1 }))).rejects.toThrow('500');
    documents.set('d40', '{"title":"another"}');
    await indexFile(engine.client, options(file, { concurrency: 1 }));
    expect(documents.get('d40')).toBe('{"title":"茶 tea 40"}');
  });

  test('parts of a file go to several machines: together they are all of it, each with its own checkpoint', async () => {
    await start();
    const file = corpus(50);
    const loaded: number[] = [];
    for (const id of [0, 1, 2]) {
      const { indexed, created } = await indexFile(
        engine.client,
        options(file, { slice: { id, max: 3 }, recreate: false }),
      );
      expect(created).toBe(id === 0);
      loaded.push(indexed);
    }
    expect(loaded).toEqual([16, 17, 17]);
    expect(documents.size).toBe(50);
    await expect(
      indexFile(engine.client, options(file, { slice: { id: 0, max: 3 }, recreate: true })),
    ).rejects.toThrow('delete the index first');
    expect(documents.size).toBe(50);
  });

  test('a part whose index another one makes in the same moment goes on with that', async () => {
    await start();
    let asked = 0;
    const { requests } = engine;
    const racing = await fakeEngine(({ method, path, body }) => {
      if (path === '/shop/_settings' && asked++ === 0) return { status: 404, body: {} };
      if (path === '/shop/_settings') return { body: { shop: { settings: { index: { uuid: 'theirs' } } } } };
      if (method === 'PUT')
        return { status: 400, body: { error: { type: 'resource_already_exists_exception' } } };
      return path.endsWith('/_bulk') ? accept(body, () => 200) : { body: { acknowledged: true } };
    });
    const result = await indexFile(racing.client, options(corpus(10), { slice: { id: 1, max: 2 } }));
    expect(result).toMatchObject({ created: false, indexed: 5 });
    await racing.close();
    expect(requests).toEqual([]);
  });

  test('a file that changed, or an index that is gone, starts over', async () => {
    let answers = 0;
    await start(() => (++answers === 3 ? { status: 500, body: {} } : undefined));
    const file = corpus(100);
    await expect(indexFile(engine.client, options(file, { concurrency: 1 }))).rejects.toThrow('500');
    writeFileSync(file, '{"_id":"new","title":"x"}\n', { flag: 'a' });
    const result = await indexFile(engine.client, options(file));
    expect(result).toMatchObject({ indexed: 101, resumedAtLine: null });
  });

  test('an index that was made anew in the meantime starts over: nothing of the first run is in it', async () => {
    let answers = 0;
    await start(() => (++answers === 3 ? { status: 500, body: {} } : undefined));
    const file = corpus(100);
    await expect(indexFile(engine.client, options(file, { concurrency: 1 }))).rejects.toThrow('500');
    documents.clear();
    uuid = 'another';
    expect(await indexFile(engine.client, options(file))).toMatchObject({
      indexed: 100,
      resumedAtLine: null,
    });
    expect(documents.size).toBe(100);
  });

  test('a file without a document leaves the index that it would replace', async () => {
    await start();
    await indexFile(engine.client, options(corpus(3)));
    const file = join(folder, 'broken.csv');
    writeFileSync(file, 'sku,title\n"A"1,x\n');
    await expect(indexFile(engine.client, options(file, { recreate: true }))).rejects.toThrow(
      'broken.csv: no document that could be loaded; line 2: text after a closing quote',
    );
    expect(documents.size).toBe(3);
  });

  describe('an index that is to be recreated is still there', () => {
    const encoders = fakeEncoders({ zh: fakeEncoder('zh@1'), en: fakeEncoder('en@1') });
    const wanted = { encoder: 'en', encoders };
    const noSegmenter = { add: true, segmenter: async () => PAIRS };
    const vectors = (encoder: string, field: object) => ({
      _meta: { relevance: { encoder, vector: 'v' } },
      properties: { title: { type: 'text' }, ...field },
    });
    const file = (name: string, value: unknown): string => {
      const path = join(folder, name);
      writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
      return path;
    };
    const mapping = (value: unknown) => ({ mappingFile: file('mapping.json', value) });

    const cases: readonly (readonly [string, string, () => Partial<IndexFileOptions>])[] = [
      ['no mapping file', 'no such file', () => ({ mappingFile: join(folder, 'none.json') })],
      ['a mapping file that is no JSON', 'mapping.json: ', () => mapping('{"properties":')],
      ['a mapping that is no object', 'not a JSON object', () => mapping([])],
      [
        'a mapping without vectors, and an encoder',
        'names no vectors',
        () => ({ ...mapping({}), vectors: wanted }),
      ],
      [
        'a mapping that names a field for vectors and lacks it',
        'has no such field of type dense_vector',
        () => ({ ...mapping(vectors('en@1', {})), vectors: wanted }),
      ],
      [
        'a mapping for vectors of another length',
        '"v" takes vectors of 3 numbers, and the encoder makes 2',
        () => ({ ...mapping(vectors('en@1', { v: { type: 'dense_vector', dims: 3 } })), vectors: wanted }),
      ],
      [
        'a mapping for vectors of another encoder',
        'those of en@1 mean something else',
        () => ({ ...mapping(vectors('zh@1', { v: { type: 'dense_vector', dims: 2 } })), vectors: wanted }),
      ],
      [
        'an encoder that cannot be loaded',
        'broken model',
        () => ({
          vectors: {
            encoder: 'x',
            encoders: { ...encoders, named: () => Promise.reject(new Error('broken model')) },
          },
        }),
      ],
      [
        'words that the mapping has no fields for',
        'no fields for words',
        () => ({ ...mapping({}), words: noSegmenter }),
      ],
      [
        'words where no text is Chinese',
        'no text of',
        () => ({ file: file('english.jsonl', '{"_id":"1","title":"green tea"}'), words: noSegmenter }),
      ],
      [
        'a dictionary that cannot be read',
        'broken dictionary',
        () => ({
          file: file('chinese.jsonl', '{"_id":"1","title":"绿茶"}'),
          words: { add: true, segmenter: () => Promise.reject(new Error('broken dictionary')) },
        }),
      ],
      [
        'no document with the id that is named, and a mapping',
        'no document that could be loaded; line 1: no "sku"',
        () => ({ ...mapping({}), idField: 'sku' }),
      ],
      [
        'no place to keep how far it got',
        'its folder does not exist; name another place with --checkpoint',
        () => ({ checkpointFile: join(folder, 'none', 'checkpoint') }),
      ],
    ];
    test.each(cases)('%s', async (_, why, more) => {
      await start();
      const corpusFile = corpus(3);
      await indexFile(engine.client, options(corpusFile));
      const asked = more();
      await expect(
        indexFile(engine.client, options(corpusFile, { recreate: true, ...asked })),
      ).rejects.toThrow(why);
      expect(documents.size).toBe(3);
      expect(encoders.open).toBe(0);
    });

    test.each([
      ['of a file', () => mapping({ properties: { title: { type: 'txt' } } })],
      ['inferred', () => ({})],
    ])('what the engine refuses is found under another name first: a mapping %s', async (_, more) => {
      await start();
      await indexFile(engine.client, options(corpus(3)));
      trial = () => ({
        status: 400,
        body: { error: { type: 'mapper_parsing_exception', reason: 'no type txt' } },
      });
      const loading = indexFile(engine.client, options(corpus(3), { recreate: true, ...more() }));
      await expect(loading).rejects.toThrow(
        'index "shop" was not created: 400 mapper_parsing_exception: no type txt',
      );
      expect(documents.size).toBe(3);
    });
  });

  test('an index is tried without its aliases, hidden from searches, and what was tried is gone', async () => {
    await start();
    await indexFile(engine.client, options(corpus(3)));
    const mappingFile = join(folder, 'mapping.json');
    writeFileSync(mappingFile, '{"aliases":{"all":{}},"settings":{"number_of_shards":2}}');
    const from = engine.requests.length;
    await indexFile(engine.client, options(corpus(3), { mappingFile, recreate: true }));
    const asked = engine.requests.slice(from).filter(({ method }) => method === 'PUT' || method === 'DELETE');
    expect(
      asked.map(({ method, path }) => `${method} ${path.replace(/-trial-[0-9a-f]{12}$/, '-trial-x')}`),
    ).toEqual(['PUT /shop-trial-x', 'DELETE /shop-trial-x', 'DELETE /shop', 'PUT /shop']);
    expect(asked[0]?.body).toBe('{"settings":{"number_of_shards":2,"index.hidden":true}}');
  });

  test('whoever may create no index of another name recreates this one as before', async () => {
    await start();
    await indexFile(engine.client, options(corpus(3)));
    trial = () => ({ status: 403, body: { error: { type: 'security_exception', reason: 'not yours' } } });
    expect(await indexFile(engine.client, options(corpus(2), { recreate: true }))).toMatchObject({
      created: true,
    });
    expect(documents.size).toBe(2);
  });

  test('a document that is larger than a batch goes by itself, and takes no other with it', async () => {
    await start(({ body }) => accept(body, (id) => (body.length > 2000 || id === 'big' ? 400 : 200)));
    const file = join(folder, 'big.jsonl');
    const big = JSON.stringify({ _id: 'big', title: 'x'.repeat(3000) });
    writeFileSync(file, `{"_id":"a","title":"1"}\n${big}\n{"_id":"b","title":"2"}\n`);
    const result = await indexFile(engine.client, options(file));
    expect(result).toMatchObject({ indexed: 2, faults: [{ id: 'big' }] });
  });

  test('recreate deletes first; without it an index is filled as it is', async () => {
    await start();
    const file = corpus(3);
    await indexFile(engine.client, options(file));
    documents.set('old', '{}');
    expect(await indexFile(engine.client, options(file))).toMatchObject({ created: false, inferred: null });
    expect(documents.has('old')).toBe(true);
    expect(await indexFile(engine.client, options(file, { recreate: true }))).toMatchObject({
      created: true,
    });
    expect(documents.has('old')).toBe(false);
  });

  test('a mapping file may be a mapping or a whole create request', async () => {
    await start();
    const mapping = join(folder, 'mapping.json');
    for (const [text, sent] of [
      ['{"properties":{}}', '{"mappings":{"properties":{}}}'],
      ['{"settings":{"number_of_shards":1}}', '{"settings":{"number_of_shards":1}}'],
    ] as const) {
      writeFileSync(mapping, text);
      await indexFile(engine.client, options(corpus(1), { mappingFile: mapping, recreate: true }));
      expect(engine.requests.findLast(({ method }) => method === 'PUT')?.body).toBe(sent);
    }
  });

  test('a table: columns become fields, ids from the field that is named', async () => {
    await start();
    const file = join(folder, 'shop.csv');
    writeFileSync(file, 'sku,title,price\nA1,"茶, 绿",9.5\n');
    const { inferred } = await indexFile(engine.client, options(file, { idField: 'sku' }));
    expect(inferred).toContainEqual({ name: 'price', type: 'double' });
    expect([...documents]).toEqual([['A1', '{"sku":"A1","title":"茶, 绿","price":"9.5"}']]);
  });

  test('a document without the field that was named for its id is a fault: a slip there would make ids up', async () => {
    await start();
    const file = join(folder, 'shop.csv');
    writeFileSync(file, 'sku,title\nA1,tea\n,cup\n');
    const { faults } = await indexFile(engine.client, options(file, { idField: 'sku' }));
    expect(faults).toMatchObject([{ line: 3, reason: 'no "sku"' }]);
    await expect(
      indexFile(engine.client, options(file, { idField: 'skuu', recreate: true })),
    ).rejects.toThrow('line 2: no "skuu"');
  });

  test('says what is wrong with a file that it cannot take', async () => {
    await start();
    await expect(indexFile(engine.client, options(join(folder, 'none.jsonl')))).rejects.toThrow(
      'no such file',
    );
    const file = join(folder, 'corpus.parquet');
    writeFileSync(file, 'x');
    await expect(indexFile(engine.client, options(file))).rejects.toThrow('the name must end with one of');
  });
});
