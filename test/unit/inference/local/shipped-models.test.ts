import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import { SYSTEM_TIME } from '../../../../src/domain/time.ts';
import type { DeviceName } from '../../../../src/inference/device/device.ts';
import { createOnnxDevice } from '../../../../src/inference/device/onnx-device.ts';
import { type LocalModels, openLocalModels } from '../../../../src/inference/local/local-models.ts';
import { readGolden } from '../../../../src/inference/model/golden.ts';

const SHIPPED = resolve('models');
const THREAD = pathToFileURL(
  resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'inference/device/thread.js'),
);
const MOST_BYTES = 60e6;
/** Busy machines take their time over twenty megabytes of weights. */
const LOAD_MS = 120_000;

const names = readdirSync(SHIPPED, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const rerankers = names.filter((name) => name.startsWith('ce-'));
const encoders = names.filter((name) => name.startsWith('be-'));

let opened: LocalModels | undefined;
afterEach(() => opened?.close());

/** @param device what is called CUDA here computes on the CPU, with the graph that a GPU would be given */
async function open(
  device: DeviceName,
  wanted: { readonly rerank: readonly string[]; readonly encoders: readonly string[] },
): Promise<LocalModels> {
  const quiet = () => undefined;
  const folder = (name: string): string => join(SHIPPED, name);
  opened = await openLocalModels({
    wanted: {
      rerank: wanted.rerank.map((name) => ({ folder: folder(name), depth: 50 })),
      encoders: wanted.encoders.map(folder),
      device,
      threads: 1,
      niceness: 0,
      limits: {
        queueTokens: 100_000,
        batchTokens: { cpu: 640, cuda: 640 },
        scores: 0,
        vectors: 0,
        tokens: 10_000,
      },
    },
    openDevice: (name, threads) => ({ ...createOnnxDevice({ device: 'cpu', threads, entry: THREAD }), name }),
    whyNot: quiet,
    time: SYSTEM_TIME,
    meter: NO_METER,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    onChange: quiet,
    onGivenUp: quiet,
  });
  return opened;
}

const limits = { signal: new AbortController().signal, budgetMs: LOAD_MS };

describe('the models that ship', () => {
  test('are two rerankers and encoders for English and Chinese', () => {
    expect(rerankers).toEqual(['ce-s', 'ce-xs']);
    expect(encoders).toEqual(['be-en', 'be-zh']);
  });

  test.each(names)(
    '%s has a graph for each device, a card with its data’s licences, and a sane size',
    (name) => {
      const folder = join(SHIPPED, name);
      for (const file of ['model.onnx', 'model.cuda.onnx'])
        expect(statSync(join(folder, file)).size).toBeLessThan(MOST_BYTES);
      const card = readFileSync(join(folder, 'README.md'), 'utf8');
      expect(card).toMatch(/^\|.*\blicence +\|/m);
      expect(card).toMatch(/^## Measured$/m);
      expect(card).toMatch(/^## Limits$/m);
    },
  );

  test.each(['cpu', 'cuda'] as const)(
    'make of their golden inputs what golden.json says: %s',
    async (device) => {
      const models = await open(device, { rerank: rerankers, encoders });
      const offer = models.offer();
      expect(offer.health).toEqual([expect.objectContaining({ state: 'up' })]);
      expect(offer.encoders.map(({ name }) => name)).toEqual(encoders);
      expect(offer.rerank).toEqual(['ce-s@1', 'ce-xs@3']);
    },
    LOAD_MS,
  );

  test(
    'ce-xs and then ce-s: the second reads the texts that the first and the list find the best, and gives their golden scores',
    async () => {
      const [pair] = readGolden(readFileSync(join(SHIPPED, 'ce-s/golden.json'), 'utf8')).pairs;
      const { crossEncoder } = await open('cpu', { rerank: ['ce-xs', 'ce-s'], encoders: [] });
      const scoring = await crossEncoder.score(pair!.query, [pair!.text, 'garden chair'], limits);
      expect(scoring).toMatchObject({
        kind: 'scored',
        passes: [
          { modelId: 'ce-xs@3', depth: 2, temperature: 2 },
          { modelId: 'ce-s@1', depth: 2 },
        ],
      });
      if (scoring.kind !== 'scored') throw new Error(scoring.detail);
      expect(scoring.passes[1]!.scores[0]).toBeCloseTo(pair!.score.cpu, 3);
    },
    LOAD_MS,
  );

  test.each(encoders)(
    '%s gives a query the same vector, to the last bit, alone and among others',
    async (name) => {
      const models = await open('cpu', { rerank: [], encoders: [name] });
      const [{ modelId, dims } = { modelId: '', dims: 0 }] = models.offer().encoders;
      const encode = async (texts: readonly string[]): Promise<Float32Array> => {
        const encoding = await models.encode(modelId, texts, { ...limits, as: 'query' });
        if (encoding.kind !== 'encoded') throw new Error(encoding.detail);
        return encoding.vectors.slice(0, dims);
      };
      for (const text of [
        'usb c',
        'noise cancelling headphones for travel',
        '移动电源 20000毫安 快充 轻薄 便携',
      ]) {
        const alone = await encode([text]);
        expect(alone).toEqual(await encode([text, 'cable', 'red shoes', `${text} x`, text]));
      }
    },
    LOAD_MS,
  );
});
