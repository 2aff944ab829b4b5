import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { driftText, findDrift } from '../../../src/composition/analyzer-drift.ts';
import { createSegmenter } from '../../../src/segmenter/segmenter.ts';
import { SILENT } from '../../support/elasticsearch-backend.ts';
import { ask, describeBackends, must, type OpenBackend } from './backends.ts';

const INDEX = 'contract-ports-words';

describeBackends('Analyzers beside the segmenter', (adapter) => {
  let open: OpenBackend;
  beforeAll(async () => {
    open = await adapter.open();
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await must(open.backend, 'PUT', `/${INDEX}`, {
      settings: {
        number_of_replicas: 0,
        analysis: {
          // Words as another dictionary would have them: all lines whole, but for skirts.
          tokenizer: { skirts: { type: 'pattern', pattern: '(?<=连衣)(?=裙)|\\n' } },
          analyzer: { skirts: { type: 'custom', tokenizer: 'skirts' } },
        },
      },
      mappings: {
        properties: {
          title: { type: 'text', analyzer: 'skirts', fields: { cjk: { type: 'text', analyzer: 'cjk' } } },
          subtitle: { type: 'text', analyzer: 'skirts' },
          plain: { type: 'text' },
        },
      },
    });
    await open.backend.refresh();
  });
  afterAll(async () => {
    await ask(open.backend, ['DELETE', `/${INDEX}`]);
    await open.close();
  });

  test('say how they cut a text', async () => {
    expect(await open.backend.analyze(INDEX, 'standard', 'Big 手机')).toEqual([
      { text: 'big', start: 0, end: 3 },
      { text: '手', start: 4, end: 5 },
      { text: '机', start: 5, end: 6 },
    ]);
    expect(await open.backend.analyze(INDEX, 'no-such-analyzer', 'a')).toBeNull();
    expect(await open.backend.analyze('contract-ports-none', 'standards', 'a')).toBeNull();
  });

  test('are compared where they cut into words, and only there', async () => {
    const { segmenter } = await createSegmenter({ userDictionaries: [], hmm: 'off', logger: SILENT });
    const words = ['连衣裙', '手机', '手表'];
    const drift = await findDrift({ backend: open.backend, index: INDEX, segmenter, words });
    expect(drift).toEqual([
      {
        index: INDEX,
        analyzer: 'skirts',
        fields: ['subtitle', 'title'],
        tried: 3,
        differing: [{ word: '连衣裙', index: ['连衣', '裙'], gateway: ['连衣裙'] }],
      },
    ]);
    expect(driftText(drift[0]!)).toContain('the index cuts 连衣裙 into 连衣/裙, the gateway does not');
  });
});
