import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EncodeOptions, TextEncoder } from '../../../src/domain/text-encoder.ts';
import { configWith, fakeTextEncoder, FIXTURE_MODELS, openFixtureModels } from '../../support/models.ts';

interface Opened {
  readonly encoder: TextEncoder;
  close(): Promise<void>;
}

async function onnx(): Promise<Opened> {
  const models = await openFixtureModels(
    // Remembers nothing, so that each vector is computed where it is asked for.
    configWith(
      { encoders: [`${FIXTURE_MODELS}/encoder`] },
      { remember: { scores: 0, vectors: 0, tokens: 0 } },
    ),
  );
  const [encoder] = models.textEncoders();
  expect(models.textEncoder(encoder!.modelId)).toMatchObject({ modelId: encoder!.modelId });
  expect(models.textEncoder('another')).toBeUndefined();
  return { encoder: encoder!, close: () => models.close() };
}

const ADAPTERS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['ONNX', onnx],
  ['fake', () => Promise.resolve({ encoder: fakeTextEncoder(), close: () => Promise.resolve() })],
];

const TEXTS = [
  'usb c cable',
  '手机壳',
  'wireless headphones',
  'a',
  'running shoes for women size 38 '.repeat(5),
];
const BUDGET_MS = 10_000;

describe.each(ADAPTERS)('TextEncoder (%s)', (_name, open) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  async function vectors(
    texts: readonly string[],
    as: EncodeOptions['as'] = 'query',
  ): Promise<readonly number[][]> {
    const { encoder } = opened;
    const encoding = await encoder.encode(texts, {
      as,
      signal: new AbortController().signal,
      budgetMs: BUDGET_MS,
    });
    if (encoding.kind === 'unanswered') throw new Error(`${encoding.reason}: ${encoding.detail}`);
    expect(encoding.vectors.length).toBe(texts.length * encoder.dims);
    return texts.map((_, at) =>
      Array.from(encoding.vectors.subarray(at * encoder.dims, (at + 1) * encoder.dims)),
    );
  }

  test('says which model it is and how long its vectors are', () => {
    expect(opened.encoder.modelId).not.toBe('');
    expect(opened.encoder.dims).toBeGreaterThan(0);
  });

  test('vectors are finite and of length 1', async () => {
    for (const vector of await vectors(TEXTS)) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  test.each(['query', 'document'] as const)(
    'the vector of a %s does not depend on what else is asked',
    async (as) => {
      const together = await vectors(TEXTS, as);
      const alone = await Promise.all(TEXTS.map(async (text) => (await vectors([text], as))[0]));
      expect(alone).toEqual(together);
      expect(await vectors(TEXTS.toReversed(), as)).toEqual(together.toReversed());
      expect(new Set(together.map(String)).size).toBe(TEXTS.length);
    },
  );

  test('nothing, empty, long and broken texts have vectors', async () => {
    expect(await vectors([])).toEqual([]);
    const strange = await vectors(['', 'usb '.repeat(100_000), '\ud800 [SEP] </s>\0']);
    for (const vector of strange) expect(vector.every(Number.isFinite)).toBe(true);
  });

  test('without time, or when nobody waits, there is no answer and no error', async () => {
    const { signal } = new AbortController();
    const { encoder } = opened;
    expect(await encoder.encode(TEXTS, { as: 'query', signal, budgetMs: 0 })).toMatchObject({
      kind: 'unanswered',
      reason: 'late',
    });
    expect(
      await encoder.encode(TEXTS, { as: 'query', signal: AbortSignal.abort(), budgetMs: BUDGET_MS }),
    ).toMatchObject({ kind: 'unanswered', reason: 'cancelled' });
    const controller = new AbortController();
    const pending = encoder.encode(['not asked yet'], {
      as: 'query',
      signal: controller.signal,
      budgetMs: BUDGET_MS,
    });
    controller.abort();
    expect(await pending).toMatchObject({ kind: 'unanswered', reason: 'cancelled' });
    expect(await vectors(TEXTS)).toHaveLength(TEXTS.length);
  });
});

describe('TextEncoder (ONNX)', () => {
  test('queries and documents have their own prefixes; blanks around and between do not count in a query', async () => {
    const own = await onnx();
    const { encoder } = own;
    const limits = { signal: new AbortController().signal, budgetMs: BUDGET_MS };
    const encode = async (text: string, as: EncodeOptions['as']): Promise<string> => {
      const encoding = await encoder.encode([text], { as, ...limits });
      return encoding.kind === 'encoded' ? String(encoding.vectors) : encoding.detail;
    };
    expect(await encode('usb c', 'query')).not.toBe(await encode('usb c', 'document'));
    expect(await encode('  usb \t c ', 'query')).toBe(await encode('usb c', 'query'));
    await own.close();
    expect(await encoder.encode(['usb'], { as: 'query', ...limits })).toMatchObject({
      kind: 'unanswered',
      reason: 'closed',
    });
  });
});
