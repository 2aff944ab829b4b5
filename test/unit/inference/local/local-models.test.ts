import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { NO_METER } from '../../../../src/domain/inference-meter.ts';
import type { Scoring } from '../../../../src/domain/cross-encoder.ts';
import { createOnnxDevice } from '../../../../src/inference/device/onnx-device.ts';
import { type Device, DeviceLost } from '../../../../src/inference/device/device.ts';
import {
  type LocalModels,
  type LocalModelsOptions,
  openLocalModels,
} from '../../../../src/inference/local/local-models.ts';
import type { WantedModels } from '../../../../src/inference/local/wanted.ts';
import { SYSTEM_TIME } from '../../../../src/domain/time.ts';

const FIXTURES = resolve('test/fixtures/inference');
const MODELS = join(FIXTURES, 'models');
const THREAD = pathToFileURL(
  resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'inference/device/thread.js'),
);
const BUDGET_MS = 10_000;

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'relevance-models-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const opened: LocalModels[] = [];
afterEach(() => Promise.all(opened.splice(0).map((models) => models.close())));

function wanted(names: readonly string[], more: Partial<WantedModels> = {}): WantedModels {
  return {
    rerank: names.map((name) => ({ folder: name.startsWith('/') ? name : join(MODELS, name), depth: 100 })),
    encoders: [],
    device: 'cpu',
    threads: 1,
    niceness: 0,
    limits: {
      queueTokens: 100_000,
      batchTokens: { cpu: 512, cuda: 4096 },
      scores: 0,
      vectors: 0,
      tokens: 10_000,
    },
    ...more,
  };
}

interface World {
  readonly models: LocalModels;
  readonly givenUp: string[];
  readonly detail: () => string;
  readonly state: () => string;
  readonly score: (query?: string) => Promise<Scoring>;
}

async function open(want: WantedModels, more: Partial<LocalModelsOptions> = {}): Promise<World> {
  const quiet = () => undefined;
  const givenUp: string[] = [];
  const models = await openLocalModels({
    wanted: want,
    openDevice: (device, threads) => createOnnxDevice({ device, threads, entry: THREAD }),
    time: SYSTEM_TIME,
    meter: NO_METER,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    onChange: quiet,
    onGivenUp: (reason) => givenUp.push(reason),
    ...more,
  });
  opened.push(models);
  const limits = { signal: new AbortController().signal, budgetMs: BUDGET_MS };
  return {
    models,
    givenUp,
    detail: () => models.offer().health[0]!.detail,
    state: () => models.offer().health[0]!.state,
    score: (query = 'usb c cable') => models.crossEncoder.score(query, ['usb', 'cable', 'shoes'], limits),
  };
}

let copies = 0;
/** A folder like one of the fixtures, with other files. */
function folderWith(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(scratch, `${name}-${++copies}`);
  cpSync(join(MODELS, name), folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const broken = (name: string): Buffer => readFileSync(join(FIXTURES, 'broken', `${name}.onnx`));
const graph = (name: string): Buffer => readFileSync(join(MODELS, name, 'model.onnx'));

/** The tokenizer of the fixtures, minding case. */
const cased = readFileSync(join(MODELS, 'cross-encoder/tokenizer.json'), 'utf8').replace(
  '"lowercase":true',
  '"lowercase":false',
);

describe('a model that is not sound is refused, with the reason', () => {
  test.each([
    ['a file that was cut off', { 'model.onnx': graph('cross-encoder').subarray(0, 30_000) }, 'cut off'],
    ['a file that is no graph', { 'model.onnx': '<html>Not Found</html>' }, 'not an ONNX model'],
    ['an empty file', { 'model.onnx': '' }, 'model.onnx is empty'],
    ['an opset to come', { 'model.onnx': broken('opset') }, 'opset 99; ONNX Runtime knows opsets up to 25'],
    [
      'inputs of other names',
      { 'model.onnx': broken('names') },
      "the graph's inputs are tokens, attention_mask",
    ],
    ['an axis that is fixed', { 'model.onnx': broken('fixed') }, 'both dynamic'],
    ['scores that are no numbers', { 'model.onnx': broken('nan') }, 'no number (NaN or infinite)'],
    ['fewer scores than rows', { 'model.onnx': broken('short') }, 'answered [1, 1] to a batch of [2, 64]'],
    ['three logits', { 'model.onnx': broken('logits') }, 'more than two logits'],
    ['fewer rows than the vocabulary has words', { 'model.onnx': broken('vocabulary') }, 'cannot run'],
    [
      'another model than that of golden.json',
      { 'model.onnx': graph('cross-encoder-int8') },
      'golden.json: pairs[0] must score',
    ],
    ['a tokenizer that is not the model’s', { 'tokenizer.json': cased }, 'golden.json'],
    ['a tokenizer that is no JSON', { 'tokenizer.json': '{' }, 'tokenizer.json is not JSON'],
    ['settings with a typo', { 'model.json': '{"maxToken": 32}' }, 'model.json: unknown key "maxToken"'],
    [
      'a temperature of nothing',
      { 'model.json': '{"temperature": 0}' },
      'model.json: "temperature" must be a number above 0',
    ],
    [
      'settings out of bounds',
      { 'model.json': '{"maxTokens": 2}' },
      '"maxTokens" must be a whole number from 4',
    ],
    [
      'more tokens than positions',
      { 'model.json': '{"maxTokens": 64}', 'config.json': '{"max_position_embeddings": 32}' },
      'knows 32 positions',
    ],
    [
      'more tokens than the graph can take',
      { 'model.json': '{"maxTokens": 128}' },
      'cannot run 2 inputs of 128 tokens',
    ],
    ['another kind', { 'model.json': '{"kind": "encoder"}' }, 'no output can be used'],
    [
      'another output',
      { 'model.json': '{"output": "scores"}' },
      'has no output "scores"; it has score float32[batch]',
    ],
    ['a golden.json that proves nothing', { 'golden.json': '{"pairs": []}' }, 'neither "pairs" nor "texts"'],
    [
      'a golden.json of another kind',
      { 'golden.json': '{"texts": [{"text": "a", "as": "query", "vector": [1]}]}' },
      '"pairs" is empty',
    ],
  ])('%s', async (_, files, reason) => {
    // The model that is an exception of its own, so that the faults of the small graph show.
    const isSmall = 'model.onnx' in files && files['model.onnx'].length < 10_000;
    const { detail, state, score } = await open(
      wanted([folderWith(isSmall ? 'cross-encoder-xs' : 'cross-encoder', files), 'cross-encoder-foreign']),
    );
    expect(state()).toBe('degraded');
    expect(detail()).toContain(reason);
    // The other one serves.
    expect(await score()).toMatchObject({ kind: 'scored', passes: [{ depth: 3 }] });
  });

  test('no folder, and a folder without a graph', async () => {
    const { detail, score } = await open(wanted([join(scratch, 'nowhere'), FIXTURES]));
    expect(detail()).toContain('nowhere: no such folder');
    expect(detail()).toContain('inference: there is no model.onnx');
    expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'closed' });
  });

  test('an encoder among the rerankers, and the other way round', async () => {
    const { detail } = await open(wanted(['encoder'], { encoders: [join(MODELS, 'cross-encoder')] }));
    expect(detail()).toContain('encoder: it is an encoder; a cross-encoder is wanted');
    expect(detail()).toContain('cross-encoder: it is a cross-encoder; an encoder is wanted');
  });

  test('vectors of another length than model.json says', async () => {
    const folder = folderWith('encoder', { 'model.json': '{"dims": 32}' });
    const { detail } = await open(wanted([], { encoders: [folder] }));
    expect(detail()).toContain('"dims" is 32, but the graph gives vectors of 16');
  });
});

describe('reload', () => {
  test('takes the new models when all are sound', async () => {
    const { models, score } = await open(wanted(['cross-encoder-xs']));
    await models.reload(wanted(['cross-encoder']));
    expect(models.offer().rerank).toEqual(['fixture-fp32']);
    expect(await score()).toMatchObject({ passes: [{ modelId: 'fixture-fp32' }] });
  });

  test('a bad one never takes a good one’s place', async () => {
    const { models, score, state } = await open(wanted(['cross-encoder']));
    const bad = folderWith('cross-encoder', { 'model.onnx': broken('nan') });
    await expect(models.reload(wanted([bad, 'cross-encoder-xs']))).rejects.toThrow('NaN');
    expect(models.offer().rerank).toEqual(['fixture-fp32']);
    expect(state()).toBe('up');
    expect(await score()).toMatchObject({ kind: 'scored', passes: [{ modelId: 'fixture-fp32' }] });
  });

  test('what a graph said is not remembered of another one with the same id', async () => {
    const remembering = { limits: { ...wanted([]).limits, scores: 1000, vectors: 1000 } };
    const named = { 'model.json': '{"id": "mine@1"}' };
    const rerank = folderWith('cross-encoder-xs', named);
    const encoder = folderWith('encoder', { 'model.json': '{"id": "vectors@1", "pooling": "mean"}' });
    rmSync(join(encoder, 'golden.json'));
    const want = wanted([rerank], { ...remembering, encoders: [encoder] });
    const { models, score } = await open(want);
    const vectorOf = async () => {
      const limits = { as: 'query', signal: new AbortController().signal, budgetMs: BUDGET_MS } as const;
      const encoding = await models.encode('vectors@1', ['usb c cable'], limits);
      if (encoding.kind === 'unanswered') throw new Error(encoding.detail);
      return Array.from(encoding.vectors);
    };
    const passesOf = async () => {
      const scoring = await score();
      if (scoring.kind === 'unanswered') throw new Error(scoring.detail);
      return scoring.passes;
    };
    const [before, vectorBefore] = [await passesOf(), await vectorOf()];
    expect([await passesOf(), await vectorOf()]).toEqual([before, vectorBefore]);
    cpSync(join(MODELS, 'cross-encoder-foreign'), rerank, { recursive: true });
    for (const [folder, files] of [
      [rerank, named],
      [encoder, { 'model.json': '{"id": "vectors@1", "pooling": "cls"}' }],
    ] as const)
      writeFileSync(join(folder, 'model.json'), files['model.json']);
    await models.reload(want);
    const after = await passesOf();
    expect(after[0].modelId).toBe('mine@1');
    const fresh = await open(wanted(['cross-encoder-foreign']));
    expect(after[0].scores).not.toEqual(before[0].scores);
    expect(await fresh.score()).toMatchObject({ passes: [{ scores: after[0].scores }] });
    expect(await vectorOf()).not.toEqual(vectorBefore);
  });

  test('no request is dropped over it', async () => {
    const { models } = await open(wanted(['cross-encoder']));
    const texts = Array.from({ length: 60 }, (_, at) => `usb cable ${at} metres`);
    const limits = { signal: new AbortController().signal, budgetMs: BUDGET_MS };
    const ids = new Set<string>();
    let reloading = true;
    const users = Array.from({ length: 4 }, async (_, user) => {
      for (let n = 0; reloading; n++) {
        const scoring = await models.crossEncoder.score(`query ${user} ${n}`, texts, limits);
        if (scoring.kind === 'unanswered') throw new Error(scoring.detail);
        ids.add(scoring.passes[0].modelId);
        expect(scoring.passes[0].depth).toBe(60);
      }
    });
    await models.reload(wanted(['cross-encoder-int8']));
    await models.reload(wanted(['cross-encoder']));
    reloading = false;
    await Promise.all(users);
    expect(ids.has('fixture-fp32')).toBe(true);
  });
});

describe('a device that fails', () => {
  /** Devices that were opened, and a way to break the last of them. */
  function breakable(): Pick<LocalModelsOptions, 'openDevice' | 'whyNot'> & {
    names: string[];
    fault: Error | undefined;
  } {
    const world = {
      names: [] as string[],
      fault: undefined as Error | undefined,
      whyNot: () => undefined,
      openDevice(name: 'cpu' | 'cuda', threads: number): Device {
        world.names.push(name);
        // What is called CUDA here computes on the CPU.
        const device = createOnnxDevice({ device: 'cpu', threads, entry: THREAD });
        return {
          ...device,
          name,
          run: (batch) => (world.fault === undefined ? device.run(batch) : Promise.reject(world.fault)),
        };
      },
    };
    return world;
  }

  async function until(check: () => boolean): Promise<void> {
    while (!check()) await new Promise((done) => setTimeout(done, 20));
  }

  test('is started once more, then left for the CPU for good', async () => {
    const devices = breakable();
    const { detail, score } = await open(wanted(['cross-encoder'], { device: 'auto' }), devices);
    expect(detail()).toBe('cross-encoder on cuda');
    for (const names of [
      ['cuda', 'cuda'],
      ['cuda', 'cuda', 'cpu'],
    ]) {
      devices.fault = new Error('CUDA out of memory');
      expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'failed' });
      devices.fault = undefined;
      await until(() => detail().startsWith('cross-encoder on'));
      expect(devices.names).toEqual(names);
      expect(await score(`after ${names.length}`)).toMatchObject({ kind: 'scored' });
    }
    expect(detail()).toBe('cross-encoder on cpu (no CUDA: cuda failed: CUDA out of memory)');
  });

  test('says which files were refused, before and after it has to start from them', async () => {
    const devices = breakable();
    const folder = folderWith('cross-encoder', {});
    const logged: unknown[] = [];
    const error = (...line: readonly unknown[]) => void logged.push(line);
    const quiet = () => undefined;
    const logger = { debug: quiet, info: quiet, warn: quiet, error };
    const { models, detail, state, score } = await open(wanted([folder, 'cross-encoder-xs']), {
      ...devices,
      logger,
    });
    writeFileSync(join(folder, 'model.onnx'), broken('nan'));
    await expect(models.reload(wanted([folder, 'cross-encoder-xs']))).rejects.toThrow('NaN');
    expect(state()).toBe('up');
    expect(detail()).toMatch(
      /^cross-encoder-\d+, cross-encoder-xs on cpu; refused at the last reload, to be mended before a restart: .*NaN/,
    );
    expect(await score()).toMatchObject({ kind: 'scored' });
    devices.fault = new DeviceLost('its thread ended with 139');
    await score('another');
    devices.fault = undefined;
    await until(() => detail().startsWith('cross-encoder-xs on cpu'));
    expect(state()).toBe('degraded');
    expect(detail()).toMatch(/^cross-encoder-xs on cpu; cross-encoder-\d+: .*NaN/);
    expect(logged).toContainEqual([
      { faults: [expect.stringContaining('NaN')] },
      'models could not be loaded; searches go without them',
    ]);
    writeFileSync(join(folder, 'model.onnx'), graph('cross-encoder'));
    await models.reload(wanted([folder, 'cross-encoder-xs']));
    expect(detail()).toMatch(/^cross-encoder-\d+, cross-encoder-xs on cpu$/);
  });

  test('while it starts again, searches go on without it', async () => {
    const devices = breakable();
    const { detail, score } = await open(wanted(['cross-encoder']), devices);
    devices.fault = new DeviceLost('its thread ended with 139');
    await score();
    expect(await score()).toMatchObject({ kind: 'unanswered', reason: 'closed' });
    expect(detail()).toContain('cpu failed: its thread ended with 139');
    devices.fault = undefined;
    await until(() => detail() === 'cross-encoder on cpu');
    expect(await score()).toMatchObject({ kind: 'scored' });
  });

  test('a CPU that fails twice is given up: the process is to be another', async () => {
    const devices = breakable();
    const { detail, givenUp, score } = await open(wanted(['cross-encoder']), devices);
    for (const times of [1, 2]) {
      devices.fault = new Error(`failure ${times}`);
      await score();
      devices.fault = undefined;
      if (times === 1) await until(() => detail() === 'cross-encoder on cpu');
    }
    expect(givenUp).toEqual(['cpu failed: failure 2']);
  });

  test('a CUDA that cannot be had leaves the CPU, with the reason', async () => {
    const openDevice: LocalModelsOptions['openDevice'] = (name, threads) => {
      const device = createOnnxDevice({ device: 'cpu', threads, entry: THREAD });
      const graphs = [{ ok: false, fault: 'CUDA driver version is insufficient' }] as const;
      return name === 'cuda' ? { ...device, name, load: () => Promise.resolve(graphs) } : device;
    };
    const { detail, state, score } = await open(wanted(['cross-encoder'], { device: 'cuda' }), {
      openDevice,
      whyNot: () => undefined,
    });
    expect(detail()).toBe('cross-encoder on cpu (no CUDA: CUDA driver version is insufficient)');
    expect(state()).toBe('up');
    expect(await score()).toMatchObject({ kind: 'scored' });
  });

  test('without the library CUDA is not even tried', async () => {
    const devices = breakable();
    const { detail } = await open(wanted(['cross-encoder'], { device: 'auto' }), {
      ...devices,
      whyNot: () => 'libonnxruntime_providers_cuda.so is missing',
    });
    expect(devices.names).toEqual(['cpu']);
    expect(detail()).toBe('cross-encoder on cpu (no CUDA: libonnxruntime_providers_cuda.so is missing)');
  });

  test('a thread that ends by itself is noticed', async () => {
    let lose: (reason: string) => void = () => undefined;
    const openDevice: LocalModelsOptions['openDevice'] = (_, threads) => {
      const device = createOnnxDevice({ device: 'cpu', threads, entry: THREAD });
      return { ...device, lost: new Promise((done) => (lose = done)) };
    };
    const { detail, score } = await open(wanted(['cross-encoder']), { openDevice });
    lose('its thread ended with 1');
    await until(() => detail().includes('failed'));
    await until(() => detail() === 'cross-encoder on cpu');
    expect(await score()).toMatchObject({ kind: 'scored' });
  });
});
