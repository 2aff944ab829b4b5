import { describe, expect, test } from '@jest/globals';
import { driftText, findDrift } from '../../../src/composition/analyzer-drift.ts';
import type { Backend, Token } from '../../../src/domain/backend.ts';
import type { FieldDescription } from '../../../src/domain/catalog.ts';
import type { Segmenter } from '../../../src/domain/segmenter.ts';
import { createDriftWatch } from '../../../src/composition/drift-watch.ts';

const text = (analyzer: string, hanCut: FieldDescription['hanCut']): FieldDescription => ({
  type: 'text',
  analyzer,
  hanCut,
});

/** Cuts as told, each word by itself. */
const segmenter = (cuts: Readonly<Record<string, string>>): Segmenter => ({
  segment(word) {
    let start = 0;
    return (cuts[word] ?? word).split('/').map((piece) => {
      const segment = { text: piece, start, end: start + piece.length };
      start = segment.end;
      return segment;
    });
  },
  readings: () => ({ best: [], others: [] }),
  words: () => [],
});

type Engine = Pick<Backend, 'catalog' | 'analyze'> & { asked: number };

function engine(cuts: Readonly<Record<string, string>>): Engine {
  const fields = new Map([
    ['title', text('ik_smart', 'word')],
    ['title.one', text('standard', 'character')],
    ['brand', { type: 'keyword', analyzer: null, hanCut: null }],
  ]);
  const backend: Engine = {
    asked: 0,
    catalog: { describe: (name) => ({ name, kind: 'index', fields, meta: {} }), names: () => ['shop'] },
    async analyze(_, __, lines) {
      backend.asked += 1;
      const tokens: Token[] = [];
      let start = 0;
      for (const line of lines.split('\n')) {
        for (const { text: piece, start: from, end } of segmenter(cuts).segment(line)) {
          tokens.push({ text: piece, start: start + from, end: start + end });
        }
        start += line.length + 1;
      }
      return tokens;
    },
  };
  return backend;
}

describe('drift', () => {
  const words = ['连衣裙', '充电宝', '手机壳', '羽绒服'];

  test('is every word that one of both cuts otherwise', async () => {
    const [found] = await findDrift({
      backend: engine({ 连衣裙: '连衣/裙', 羽绒服: '羽/绒服' }),
      index: 'shop',
      segmenter: segmenter({ 手机壳: '手机/壳', 羽绒服: '羽绒/服' }),
      words,
    });
    expect(driftText(found!)).toBe(
      'shop: title (ik_smart): 3 of 4 words are cut otherwise: the index cuts 连衣裙 into 连衣/裙, the gateway does not; the gateway cuts 手机壳 into 手机/壳, the index does not; the index cuts 羽绒服 into 羽/绒服, the gateway into 羽绒/服',
    );
  });

  test('is none where all are cut alike', async () => {
    const [found] = await findDrift({ backend: engine({}), index: 'shop', segmenter: segmenter({}), words });
    expect(driftText(found!)).toBe('shop: title (ik_smart): all of 4 words are cut alike');
  });

  test('stands in the readiness answer once the engine was asked, and is asked for again when words change', async () => {
    const backend = engine({ 连衣裙: '连衣/裙' });
    const watch = createDriftWatch(backend, { debug() {}, info() {}, warn() {}, error() {} });
    const subjects = {
      names: ['shop'],
      wordsOf: () => words,
      segmenterOf: () => segmenter({}),
      version: '1',
    };
    expect(watch.health(subjects)).toEqual([
      { name: 'analyzers', state: 'unknown', detail: 'not known yet' },
    ]);
    await new Promise((done) => setImmediate(done));
    const [line] = watch.health(subjects);
    expect([line?.state, line?.detail]).toEqual([
      'up',
      expect.stringContaining('1 of 4 words are cut otherwise'),
    ]);
    expect(backend.asked).toBe(1);
    watch.health({ ...subjects, version: '2' });
    expect(backend.asked).toBe(2);
    expect(watch.health({ ...subjects, names: [] })).toEqual([]);
  });
});
