import { describe, expect, test } from '@jest/globals';
import type { IndexDescription } from '../../../../src/domain/catalog.ts';
import type { TextEncoder } from '../../../../src/domain/text-encoder.ts';
import { knn } from '../../../../src/stages/retrieve/knn.ts';
import { createRefusals } from '../../../../src/stages/retrieve/knn/refusals.ts';
import { vectorsOf } from '../../../../src/stages/retrieve/knn/vectors-of.ts';
import { typedQuery } from '../../../../src/domain/query.ts';
import { aContext } from '../../pipeline/fixtures.ts';
import { createVectorAlarms } from '../../../../src/composition/vector-alarms.ts';

const ENCODER: TextEncoder = {
  modelId: 'small@1',
  dims: 3,
  encode: () => Promise.reject(new Error('unused')),
};
const encoders = {
  of: (modelId: string): TextEncoder | undefined => (modelId === 'small@1' ? ENCODER : undefined),
  areAway: () => false,
};
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
  const vectors = vectorsOf({ name: 'products', kind: 'index', fields, meta }, encoders);
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

  test('may be there again in a moment where what runs encoders is not there', () => {
    const away = { of: () => undefined, areAway: () => true };
    const described = { name: 'products', kind: 'index', fields: new Map() } as const;
    const meta = { encoder: 'small@1', vector: 'v' };
    expect(vectorsOf({ ...described, meta }, away)).toEqual({ kind: 'away' });
    expect(vectorsOf({ ...described, meta: {} }, away)).toBeUndefined();
  });

  test('are not there where it names none, or nothing is known of the index', () => {
    expect(found({})).toBeUndefined();
    expect(found({ mapping: 'inferred' })).toBeUndefined();
    expect(vectorsOf(undefined, encoders)).toBeUndefined();
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
      'it compares by distance',
      { encoder: 'small@1', vector: 'v' },
      new Map([['v', { ...vector(3), similarity: 'l2_norm' }]]),
      'v compares by l2_norm',
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
    const stage = knn(
      {
        encoders: { of: () => encoder, areAway: () => false },
        alarm: () => {},
        refusals: createRefusals({ now: () => 0 }),
      },
      options,
    );
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

describe('an engine that refuses each search of the vectors of an index', () => {
  test('is left alone after five in a row, and asked again after a pause', () => {
    const clock = { ms: 0, now: () => clock.ms };
    const refusals = createRefusals(clock);
    const answer = (status: number, times: number) => {
      for (let n = 0; n < times; n += 1) refusals.answered('products', status);
    };
    answer(400, 4);
    answer(200, 1);
    answer(400, 4);
    // About their caller, and about the engine.
    answer(403, 9);
    answer(503, 9);
    expect([refusals.allow('products'), refusals.faultOf('products')]).toEqual([true, null]);
    answer(400, 1);
    expect([refusals.allow('products'), refusals.allow('others')]).toEqual([false, true]);
    expect(refusals.faultOf('products')).toContain('refuses each search of its vectors (400)');
    clock.ms = 1001;
    expect([refusals.allow('products'), refusals.allow('products')]).toEqual([true, false]);
    // What it has not answered yet is not mended yet.
    expect(refusals.faultOf('products')).not.toBeNull();
    answer(200, 1);
    expect([refusals.allow('products'), refusals.faultOf('products')]).toEqual([true, null]);
  });
});
