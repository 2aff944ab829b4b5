import { describe, expect, test } from '@jest/globals';
import { vectorsForNew, vectorsOfIndex } from '../../../../src/cli/embedding/index-vectors.ts';
import {
  showsVectors,
  templateFor,
  vectorMapping,
  vectorPlanIn,
  withVectors,
} from '../../../../src/composition/vectors/vector-plan.ts';
import { createVectoriser } from '../../../../src/composition/vectors/vectoriser.ts';
import { withFields } from '../../../../src/cli/indexing/with-fields.ts';
import type { IndexAction } from '../../../../src/cli/indexing/document.ts';
import { fakeEncoder, fakeEncoders } from './fake-encoder.ts';

const { signal } = new AbortController();
const TEXTS = {
  _meta: { owner: 'shop', relevance: { mapping: 'inferred' } },
  properties: { title: { type: 'text' }, brand: { type: 'keyword' }, price: { type: 'long' } },
};
const PLAN = { encoder: 'e@1', field: 'v', template: '{title} {brand}' };

describe('what a mapping says of vectors', () => {
  test('what is written is what is read', () => {
    const mapping = withVectors(TEXTS, { ...PLAN, dims: 2, similarity: 0.4 }, true);
    expect(vectorPlanIn(mapping)).toEqual(PLAN);
    expect(mapping).toEqual({
      _meta: {
        owner: 'shop',
        relevance: {
          mapping: 'inferred',
          encoder: 'e@1',
          vector: 'v',
          template: '{title} {brand}',
          similarity: 0.4,
        },
      },
      _source: { excludes: ['v'] },
      properties: {
        ...TEXTS.properties,
        v: {
          type: 'dense_vector',
          dims: 2,
          index: true,
          similarity: 'cosine',
          index_options: { type: 'int8_hnsw' },
        },
      },
    });
  });

  test('an update of a mapping keeps what else its meta says, and no least cosine is written where none is known', () => {
    const { _meta, properties } = vectorMapping(TEXTS, { ...PLAN, dims: 2, similarity: undefined });
    expect(_meta).toEqual({
      owner: 'shop',
      relevance: { mapping: 'inferred', encoder: 'e@1', vector: 'v', template: '{title} {brand}' },
    });
    expect(Object.keys(properties as object)).toEqual(['v']);
  });

  test.each([
    ['no meta', { properties: TEXTS.properties }],
    ['no field', { ...TEXTS, _meta: { relevance: { encoder: 'e@1' } } }],
    [
      'no text',
      { properties: { n: { type: 'long' } }, _meta: { relevance: { encoder: 'e@1', vector: 'v' } } },
    ],
  ])('nothing: %s', (_, mapping) => {
    expect(vectorPlanIn(mapping)).toBeUndefined();
  });

  test('what is read of documents: titles first, then what names their kind, then other texts', () => {
    const properties = { text: { type: 'text' }, ...TEXTS.properties };
    expect(templateFor({ properties })).toBe('{title} {brand:40} {text}');
    expect(templateFor({ properties: { n: { type: 'long' } } })).toBeUndefined();
  });

  test.each([
    ['8.16.3', true],
    ['9.1.9', true],
    ['9.2.0', false],
    ['10.0.0-SNAPSHOT', false],
  ])('Elasticsearch %s shows vectors in _source: %s', (version, shows) => {
    expect(showsVectors(version)).toBe(shows);
  });
});

describe('the vectors of documents', () => {
  test('come from what the template names, lists and objects in order, and stand at the end of the bytes', async () => {
    const encoder = fakeEncoder('e@1');
    const vectoriser = createVectoriser(encoder, PLAN);
    const action = (document: string): IndexAction => ({
      line: 1,
      id: '1',
      head: Buffer.from('{}\n'),
      document: Buffer.from(document),
    });
    const documents = [
      '{"title":"ab cd","brand":["x","y"],"n":12345678901234567890}',
      '{ }',
      '{"title":"mine","v":[1,2]}',
      '{"n":1.0}',
    ];
    const done = await withFields([vectoriser], documents.map(action), signal);
    expect(encoder.texts).toEqual(['ab cd x y']);
    expect(done.map(({ document }) => document.toString())).toEqual([
      '{"title":"ab cd","brand":["x","y"],"n":12345678901234567890,"v":[9,3]}',
      ...documents.slice(1),
    ]);
  });

  test('more texts than are asked at once come back in order', async () => {
    const sources = Array.from({ length: 300 }, (_, at) => ({ title: 'x'.repeat(1 + (at % 37)) }));
    const vectors = await createVectoriser(fakeEncoder('e@1'), PLAN).valuesOf(sources, signal);
    expect(vectors).toEqual(sources.map(({ title }) => `[${title.length},0]`));
  });

  test('an encoder that does not answer ends the run', async () => {
    const silent = {
      ...fakeEncoder('e@1'),
      encode: async () => ({ kind: 'unanswered', reason: 'failed', detail: 'it broke' }) as const,
    };
    const vectors = createVectoriser(silent, PLAN).valuesOf([{ title: 'a' }], signal);
    await expect(vectors).rejects.toThrow('encoder e@1 gave no vectors: it broke');
  });
});

describe('which encoder', () => {
  const [zh, en] = [fakeEncoder('zh@1'), fakeEncoder('en@1')];

  test.each([
    ['English texts', 0, undefined, 'en@1'],
    ['texts with some Chinese', 0.1, undefined, 'zh@1'],
    ['one that is asked for', 0, 'zh', 'zh@1'],
    ['none', 0, 'none', undefined],
  ])('of a new index: %s', async (_, chinese, encoder, expected) => {
    const encoders = fakeEncoders({ zh, en });
    const vectors = await vectorsForNew(TEXTS, { chinese, idField: '_id', wanted: { encoder, encoders } });
    expect(vectors?.plan.encoder).toBe(expected);
    await vectors?.close();
    expect(encoders.open).toBe(0);
  });

  test('a new index without texts has no vectors, and neither one whose language no encoder reads', async () => {
    const wanted = { encoder: undefined, encoders: fakeEncoders({ en }) };
    expect(await vectorsForNew({ properties: {} }, { chinese: 0, idField: '_id', wanted })).toBeUndefined();
    expect(await vectorsForNew(TEXTS, { chinese: 1, idField: '_id', wanted })).toBeUndefined();
  });

  test('the field that holds the id is not read', async () => {
    const mappings = { properties: { sku: { type: 'text' }, title: { type: 'text' } } };
    const wanted = { encoder: undefined, encoders: fakeEncoders({ en }) };
    const vectors = await vectorsForNew(mappings, { chinese: 0, idField: 'sku', wanted });
    expect(vectors?.plan.template).toBe('{title}');
    await vectors?.close();
    const nothing = { properties: { sku: { type: 'text' } } };
    expect(await vectorsForNew(nothing, { chinese: 0, idField: 'sku', wanted })).toBeUndefined();
  });

  test('an index that is there goes on with its own, and with no other', async () => {
    const encoders = fakeEncoders({ zh, en });
    const mapping = withVectors(TEXTS, { ...PLAN, encoder: 'en@1', dims: 2, similarity: undefined }, false);
    const vectors = await vectorsOfIndex(mapping, { encoder: undefined, encoders });
    expect(vectors?.plan).toMatchObject({ encoder: 'en@1', field: 'v', template: '{title} {brand}' });
    await vectors?.close();
    await expect(vectorsOfIndex(mapping, { encoder: 'zh', encoders })).rejects.toThrow('those of zh@1 mean');
    expect(await vectorsOfIndex(mapping, { encoder: 'none', encoders })).toBeUndefined();
    expect(await vectorsOfIndex(TEXTS, { encoder: undefined, encoders })).toBeUndefined();
    await expect(vectorsOfIndex(TEXTS, { encoder: 'zh', encoders })).rejects.toThrow('relevance embed');
    const gone = { encoder: undefined, encoders: fakeEncoders({ zh }) };
    await expect(vectorsOfIndex(mapping, gone)).rejects.toThrow('encoder en@1, which is not here');
    expect(encoders.open).toBe(0);
  });
});
