import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Config } from '../../../src/config/schema.ts';
import type { CrossEncoder, Scored, Scoring } from '../../../src/domain/cross-encoder.ts';
import { configWith, fakeCrossEncoder, FIXTURE_MODELS, openFixtureModels } from '../../support/models.ts';
import { startRerankService } from '../../support/rerank-service.ts';

interface Opened {
  readonly encoder: CrossEncoder;
  close(): Promise<void>;
}

/** Remembers nothing, so that each score is computed where it is asked for. */
const FORGETFUL = { remember: { scores: 0, vectors: 0, tokens: 0 } };

async function onnx(names: readonly string[], inference: Partial<Config['inference']>): Promise<Opened> {
  const config = configWith({ rerank: names.map((name) => `${FIXTURE_MODELS}/${name}`) }, inference);
  const models = await openFixtureModels(config);
  return { encoder: models.crossEncoder()!, close: () => models.close() };
}

async function remote(api: 'tei' | 'cohere', inference: Partial<Config['inference']>): Promise<Opened> {
  const service = await startRerankService(api);
  const { remoteReranker } = configWith({}).models;
  const models = await openFixtureModels(
    configWith({ remoteReranker: { ...remoteReranker, url: service.url, api, batchTexts: 8 } }, inference),
  );
  return {
    encoder: models.crossEncoder()!,
    async close() {
      await models.close();
      await service.close();
    },
  };
}

const ADAPTERS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['ONNX, fp32', () => onnx(['cross-encoder'], FORGETFUL)],
  ['ONNX, static int8', () => onnx(['cross-encoder-int8'], FORGETFUL)],
  ['ONNX, dynamic int8', () => onnx(['cross-encoder-dynamic'], FORGETFUL)],
  ['ONNX, somebody else’s: byte pairs, 64 bit, two logits', () => onnx(['cross-encoder-foreign'], FORGETFUL)],
  ['ONNX, a cascade', () => onnx(['cross-encoder-xs', 'cross-encoder-int8'], FORGETFUL)],
  ['ONNX, a cascade that remembers', () => onnx(['cross-encoder-xs', 'cross-encoder-int8'], {})],
  ['remote, Text Embeddings Inference', () => remote('tei', FORGETFUL)],
  ['remote, Cohere', () => remote('cohere', FORGETFUL)],
  ['remote, one that is remembered', () => remote('tei', {})],
  ['fake', () => Promise.resolve({ encoder: fakeCrossEncoder(), close: () => Promise.resolve() })],
];

const TEXTS = [
  'USB-C charging cable 1 m, black',
  '手机壳 防摔 透明 苹果',
  '无线蓝牙耳机 降噪 运动 🎧',
  'running shoes',
  'stainless steel water bottle 750ml insulated '.repeat(9),
  ...Array.from({ length: 15 }, (_, at) => `usb cable ${'metre '.repeat(at)}`),
];
/** Enough for a machine that does much else. */
const BUDGET_MS = 10_000;

describe.each(ADAPTERS)('CrossEncoder (%s)', (name, open) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  const score = (query: string, texts: readonly string[], budgetMs = BUDGET_MS): Promise<Scoring> =>
    opened.encoder.score(query, texts, { signal: new AbortController().signal, budgetMs });
  const scored = async (query: string, texts: readonly string[]): Promise<Scored> => {
    const scoring = await score(query, texts);
    if (scoring.kind === 'unanswered') throw new Error(`${scoring.reason}: ${scoring.detail}`);
    return scoring;
  };

  test('every text has a score, by position', async () => {
    const { passes, shrunk } = await scored('usb c cable', TEXTS);
    expect(shrunk).toBe('none');
    for (const { modelId, scores, depth } of passes) {
      expect(modelId).not.toBe('');
      expect(depth).toBe(TEXTS.length);
      expect(scores).toEqual(TEXTS.map(() => expect.any(Number)));
      expect(scores.every((one) => Number.isFinite(one))).toBe(true);
    }
  });

  test('a score does not depend on what else is asked, to the last bit', async () => {
    const together = (await scored('wireless headphones', TEXTS)).passes;
    const backwards = (await scored('wireless headphones', TEXTS.toReversed())).passes;
    const alone = await Promise.all(
      TEXTS.map(async (text) => (await scored('wireless headphones', [text])).passes),
    );
    for (const [at, { scores }] of together.entries()) {
      expect(alone.map((passes) => passes[at]?.scores[0])).toEqual(scores);
      expect(backwards[at]?.scores.toReversed()).toEqual(scores);
    }
  });

  test('texts that were scored before have the same scores beside new ones', async () => {
    const [before, after] = [TEXTS.slice(0, 8), TEXTS.slice(4, 12)];
    const first = (await scored('usb hub', before)).passes;
    const second = (await scored('usb hub', after)).passes;
    for (const [at, { scores }] of second.entries()) {
      expect(scores.slice(0, 4)).toEqual(first[at]?.scores.slice(4));
      expect(scores.every((one) => typeof one === 'number')).toBe(true);
    }
  });

  test.each([
    ['no text at all', []],
    ['an empty text', ['']],
    ['a text of a megabyte', ['usb cable '.repeat(100_000)]],
    [
      'special tokens, halves of characters and control characters',
      ['[SEP] </s> \ud800 \0 \u202e', '\udfff'],
    ],
  ])('%s is scored', async (_, texts) => {
    for (const { scores, depth } of (await scored('usb', texts)).passes) {
      expect(depth).toBe(texts.length);
      expect(scores.every((one) => typeof one === 'number')).toBe(true);
    }
  });

  test('the same text twice has the same score twice', async () => {
    for (const { scores } of (await scored('usb', ['usb', 'other', 'usb'])).passes)
      expect(scores[2]).toBe(scores[0]);
  });

  test('an empty query, and one of a thousand words, have scores', async () => {
    for (const query of ['', 'usb cable '.repeat(500)]) {
      expect((await scored(query, ['usb'])).passes[0].scores[0]).toEqual(expect.any(Number));
    }
  });

  test('without time there is no answer, and no error', async () => {
    for (const budgetMs of [0, -1, Number.NaN]) {
      expect(await score('usb', TEXTS, budgetMs)).toMatchObject({ kind: 'unanswered', reason: 'late' });
    }
    const hasty = await score(`hasty ${name}`, TEXTS, 0.001);
    if (hasty.kind === 'unanswered') expect(['late', 'shed']).toContain(hasty.reason);
  });

  test('who gives up gets an answer at once', async () => {
    const early = AbortSignal.abort();
    expect(await opened.encoder.score('usb', TEXTS, { signal: early, budgetMs: BUDGET_MS })).toMatchObject({
      kind: 'unanswered',
      reason: 'cancelled',
    });
    const controller = new AbortController();
    const pending = opened.encoder.score('not asked yet', TEXTS, {
      signal: controller.signal,
      budgetMs: BUDGET_MS,
    });
    controller.abort();
    expect(await pending).toMatchObject({ kind: 'unanswered', reason: 'cancelled' });
    expect((await scored('usb', TEXTS)).passes[0].depth).toBe(TEXTS.length);
  });
});

test.each(ADAPTERS.filter(([name]) => name !== 'fake'))(
  'CrossEncoder (%s), closed, says so',
  async (_, open) => {
    const opened = await open();
    await opened.close();
    const limits = { signal: new AbortController().signal, budgetMs: BUDGET_MS };
    expect(await opened.encoder.score('usb', ['usb'], limits)).toMatchObject({ kind: 'unanswered' });
  },
);
