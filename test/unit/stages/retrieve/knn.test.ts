import { describe, expect, test } from '@jest/globals';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import type { TextEncoder } from '../../../../src/domain/text-encoder.ts';
import { knn } from '../../../../src/stages/retrieve/knn.ts';
import { vectorsOf } from '../../../../src/stages/retrieve/knn/vectors-of.ts';
import { typedQuery } from '../../../../src/domain/query.ts';
import { aContext } from '../../pipeline/fixtures.ts';
import { createVectorAlarms } from '../../../../src/composition/vector-alarms.ts';

const ENCODER: TextEncoder = {
  modelId: 'small@1',
  dims: 3,
  encode: () => Promise.reject(new Error('unused')),
};
const encoderOf = (modelId: string): TextEncoder | undefined => (modelId === 'small@1' ? ENCODER : undefined);
const vector = (dims?: number) => ({
  type: 'dense_vector',
  analyzer: null,
  hanCut: null,
  ...(dims === undefined ? {} : { dims }),
});

function found(
  meta: Readonly<Record<string, unknown>>,
  fields: IndexDescription['fields'] = new Map([['v', vector(3)]]),
) {
  const vectors = vectorsOf({ name: 'products', kind: 'index', fields, meta }, encoderOf);
  return vectors?.kind === 'misfit' ? vectors.fault : vectors;
}

describe('the vectors of an index', () => {
  test('are there where the mapping names a loaded encoder and a field of its size', () => {
    expect(found({ encoder: 'small@1', vector: 'v', similarity: 0.2 })).toEqual({
      kind: 'vectors',
      encoder: ENCODER,
      field: 'v',
      similarity: 0.2,
    });
  });

  test('are not there where it names none, or nothing is known of the index', () => {
    expect(found({})).toBeUndefined();
    expect(found({ mapping: 'inferred' })).toBeUndefined();
    expect(vectorsOf(undefined, encoderOf)).toBeUndefined();
  });

  test.each<[string, Readonly<Record<string, unknown>>, IndexDescription['fields'] | undefined, string]>([
    ['no field is named', { encoder: 'small@1' }, undefined, 'names an encoder but no vector field'],
    [
      'the encoder is another',
      { encoder: 'small@2', vector: 'v' },
      undefined,
      'encoder small@2, which is not loaded',
    ],
    ['there is no such field', { encoder: 'small@1', vector: 'w' }, undefined, 'it has no field w'],
    [
      'the field holds vectors of another kind',
      { encoder: 'small@1', vector: 'v' },
      new Map([['v', { type: 'knn_vector', analyzer: null, hanCut: null }]]),
      'v is of type knn_vector; only dense_vector is searched',
    ],
    [
      'its size differs',
      { encoder: 'small@1', vector: 'v' },
      new Map([['v', vector(4)]]),
      'v holds 4 dimensions',
    ],
    [
      'its size is not known',
      { encoder: 'small@1', vector: 'v' },
      new Map([['v', vector()]]),
      'an unknown number',
    ],
  ])('do not fit where %s', (_name, meta, fields, fault) => {
    expect(found(meta, fields)).toContain(fault);
  });

  test('that do not fit are logged once, said in readiness, and forgotten when they fit', () => {
    const lines: string[] = [];
    const log = (level: string) => (fields: object, message: string) =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    const logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
    const alarms = createVectorAlarms(logger);
    expect(alarms.health()).toEqual([]);
    for (const fault of [null, 'too long', 'too long', null]) alarms.alarm('products', fault);
    alarms.alarm('other', 'not loaded');
    expect(lines).toEqual([
      'warn searches on an index go without vectors {"index":"products","fault":"too long"}',
      'info searches on an index have vectors again {"index":"products"}',
      'warn searches on an index go without vectors {"index":"other","fault":"not loaded"}',
    ]);
    expect(alarms.health()).toEqual([{ name: 'vectors', state: 'degraded', detail: 'other: not loaded' }]);
  });
});

test('a query that the encoder takes letter by letter has no neighbours, and nothing is degraded', async () => {
  const asked: string[] = [];
  const run = async (readShare: number | undefined, options = {}): Promise<void> => {
    const encoder: TextEncoder = {
      ...ENCODER,
      encode: async () => ({ kind: 'encoded', vectors: new Float32Array(3), readShare }),
    };
    const stage = knn({ encoderOf: () => encoder, alarm: () => {} }, options);
    const ctx = aContext({
      index: {
        name: 'products',
        kind: 'index',
        fields: new Map([['v', vector(3)]]),
        meta: { encoder: 'small@1', vector: 'v' },
      },
      degrade: () => void asked.push('degraded'),
      note: (note) => void asked.push(JSON.stringify(note)),
      search: async () => {
        asked.push('searched');
        return {
          status: 200,
          headers: [],
          body: Buffer.from('{"took":1,"hits":{"total":null,"max_score":null,"hits":[]}}'),
        };
      },
    });
    await stage.run(typedQuery('сумка'), ctx);
  };
  await run(0.2);
  expect(asked).toEqual(['{"readShare":0.2,"needed":0.5}']);
  await run(0.2, { readShare: 0.1 });
  await run(undefined);
  expect(asked.filter((one) => one === 'searched')).toHaveLength(2);
});
