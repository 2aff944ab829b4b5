import { basename } from 'node:path';
import { batchPolicy } from '../schedule/batch-policy.ts';
import { createScheduler } from '../schedule/scheduler.ts';
import { cachedTokenizer } from '../tokenize/cached.ts';
import { createInputBuilder } from '../tokenize/input.ts';
import type { Tokenizer } from '../tokenize/tokenizer.ts';
import { type Device, type DeviceName, DeviceLost } from '../device/device.ts';
import { messageOf, ModelFault } from '../fault.ts';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import { type ModelFolder, readModelFolder } from '../model/folder.ts';
import type { ModelKind } from '../model/settings.ts';
import { prove } from '../model/prove.ts';
import type { LiveModel } from '../model/live-model.ts';
import type { Time } from '../../domain/time.ts';
import type { Generation } from './generation.ts';
import type { WantedModels } from './wanted.ts';

export interface OpenOptions {
  readonly openDevice: (name: DeviceName, threads: number) => Device;
  readonly time: Time;
  readonly meter: InferenceMeter;
  onFailure(generation: OpenedGeneration, error: unknown): void;
}

export interface OpenedGeneration extends Generation {
  readonly device: Device;
  /** Why models that are wanted are not among `models`, by folder. */
  readonly faults: ReadonlyMap<string, string>;
}

/**
 * Reads, loads and proves every model that is wanted; a faulty one does not keep the others from it.
 * @throws DeviceLost when the device cannot be had
 */
export async function openGeneration(
  wanted: WantedModels,
  on: DeviceName,
  options: OpenOptions,
): Promise<OpenedGeneration> {
  const kinds = kindsOf(wanted);
  const faults = new Map<string, string>();
  const folders: { readonly path: string; readonly folder: ModelFolder }[] = [];
  for (const path of kinds.keys()) {
    try {
      folders.push({ path, folder: await readModelFolder(path) });
    } catch (error) {
      faults.set(path, faultOf(path, error));
    }
  }
  const { limits, threads } = wanted;
  const policy = batchPolicy(on, limits.batchTokens[on]);
  const device = options.openDevice(on, threads);
  try {
    const graphs = await device.load(
      folders.map(({ folder }) => ({ bytes: folder.graphs[on], settings: folder.settings })),
    );
    if (on === 'cuda' && graphs.length > 0 && graphs.every(({ ok }) => !ok)) {
      const first = graphs.find((graph) => !graph.ok);
      throw new DeviceLost(first?.fault ?? 'no graph could be loaded');
    }
    const models = new Map<string, LiveModel>();
    const remember = rememberingTokenizers(folders, limits.tokens, options.meter);
    for (const [graph, { path, folder }] of folders.entries()) {
      try {
        const loaded = graphs[graph];
        if (loaded?.ok !== true) throw new ModelFault(loaded?.fault ?? 'it was not loaded');
        if (loaded.shape.kind !== kinds.get(path)) {
          throw new ModelFault(`it is ${called(loaded.shape.kind)}; ${called(kinds.get(path)!)} is wanted`);
        }
        const model = await prove({ folder, shape: loaded.shape, graph }, device, policy);
        models.set(path, withMemory(model, remember(folder)));
      } catch (error) {
        if (error instanceof DeviceLost) throw error;
        faults.set(path, faultOf(path, error));
      }
    }
    const generation: OpenedGeneration = {
      device,
      models,
      faults,
      scheduler: createScheduler({
        device,
        policy,
        queueTokens: limits.queueTokens,
        time: options.time,
        meter: options.meter,
        onFailure: (error) => options.onFailure(generation, error),
      }),
    };
    void device.lost.then((reason) => {
      if (reason !== 'closed') options.onFailure(generation, new DeviceLost(reason));
    });
    return generation;
  } catch (error) {
    await device.close();
    throw error;
  }
}

function kindsOf(wanted: WantedModels): ReadonlyMap<string, ModelKind> {
  return new Map([
    ...wanted.rerank.map(({ folder }): [string, ModelKind] => [folder, 'cross-encoder']),
    ...wanted.encoders.map((folder): [string, ModelKind] => [folder, 'encoder']),
  ]);
}

function called(kind: ModelKind): string {
  return kind === 'encoder' ? 'an encoder' : 'a cross-encoder';
}

function faultOf(path: string, error: unknown): string {
  return `${basename(path)}: ${messageOf(error)}`;
}

/**
 * One memory for all models that have the same tokenizer: a text of a cascade is read once. Our own WordPiece has none: to
 * make the key takes as long as to read the text.
 */
function rememberingTokenizers(
  folders: readonly { readonly folder: ModelFolder }[],
  maxIds: number,
  meter: InferenceMeter,
): (folder: ModelFolder) => Tokenizer {
  const byFile = new Map<string, Tokenizer>();
  return ({ tokenizer, tokenizerHash }) => {
    const known = byFile.get(tokenizerHash);
    if (known !== undefined) return known;
    if (maxIds === 0 || tokenizer.tokenizer.kind === 'word-piece') return tokenizer.tokenizer;
    const sharing = folders.filter(({ folder }) => folder.tokenizerHash === tokenizerHash);
    const idsPerText = Math.max(...sharing.map(({ folder }) => folder.settings.maxTokens));
    const cached = cachedTokenizer(tokenizer.tokenizer, { idsPerText, maxIds, meter });
    byFile.set(tokenizerHash, cached);
    return cached;
  };
}

function withMemory(model: LiveModel, documents: Tokenizer): LiveModel {
  const { settings, tokenizer } = model.folder;
  return {
    ...model,
    folder: { ...model.folder, inputs: createInputBuilder(tokenizer, settings, documents) },
  };
}
