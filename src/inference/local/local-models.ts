import { basename } from 'node:path';
import type { CrossEncoder, Scoring } from '../../domain/cross-encoder.ts';
import type { DependencyHealth } from '../../domain/catalog.ts';
import type { Logger } from '../../domain/logger.ts';
import type { EncodeOptions, Encoding } from '../../domain/text-encoder.ts';
import { whyNoCuda } from '../device/cuda-library.ts';
import type { DeviceName } from '../device/device.ts';
import { messageOf, ModelFault } from '../fault.ts';
import { charactersFor } from '../tokenize/tokenizer.ts';
import { unanswered } from '../in-time.ts';
import { type Cascade, createLocalCrossEncoder } from './cross-encoder.ts';
import { openGeneration, type OpenedGeneration, type OpenOptions } from './open-generation.ts';
import { createScoreCache } from '../score-cache.ts';
import { createLocalEncoder } from './text-encoder.ts';
import type { WantedModels } from './wanted.ts';

export interface LocalModelsOptions extends Omit<OpenOptions, 'onFailure'> {
  readonly wanted: WantedModels;
  readonly logger: Logger;
  /** Why a device cannot be had at all; asked before it is tried. */
  readonly whyNot?: (device: DeviceName) => string | undefined;
  /** Told when what is offered or how it fares has changed. */
  onChange(): void;
  /** Nothing is left to try: whoever owns the process should start it anew. */
  onGivenUp(reason: string): void;
}

/** What the models of this machine offer. */
export interface Offer {
  /** Ids of the cascade, the cheapest first; empty where there is none. */
  readonly rerank: readonly string[];
  readonly encoders: readonly OfferedEncoder[];
  /** Most characters of a text that any of them could read; the rest need not be sent. */
  readonly characters: number;
  readonly health: readonly DependencyHealth[];
}

export interface OfferedEncoder {
  readonly name: string;
  readonly modelId: string;
  readonly dims: number;
}

/** All models of one process, on one device. */
export interface LocalModels {
  readonly crossEncoder: CrossEncoder;
  encode(modelId: string, texts: readonly string[], options: EncodeOptions): Promise<Encoding>;
  offer(): Offer;
  /** Loads what is wanted now, beside what is live, and swaps. @throws ModelFault with every fault; then nothing changed */
  reload(wanted: WantedModels): Promise<void>;
  close(): Promise<void>;
}

/**
 * Loads models and keeps them going: a device that fails is started once more, then left for the CPU for good, and a
 * CPU that fails twice is given up. Never throws: what could not be loaded is said in the health.
 */
export async function openLocalModels(options: LocalModelsOptions): Promise<LocalModels> {
  const { logger, time, meter } = options;
  let { wanted } = options;
  let live: OpenedGeneration | undefined;
  let closed = false;
  /** Why CUDA is not used although it could be wanted. */
  let whyCpu: string | undefined;
  let trouble: string | undefined;
  /** Why files that lie there now were not taken; they are what a start from new would find. */
  let refused: string | undefined;
  let reloading: Promise<unknown> = Promise.resolve();
  const strikes = new Map<DeviceName, number>();
  const scores = createScoreCache(wanted.limits.scores);

  /** On the first device that can be had. @throws DeviceLost when not even the CPU can */
  async function open(want: WantedModels): Promise<OpenedGeneration> {
    const opening = { ...options, onFailure };
    if (want.device !== 'cpu' && (strikes.get('cuda') ?? 0) < 2) {
      whyCpu = (options.whyNot ?? whyNot)('cuda');
      if (whyCpu === undefined) {
        try {
          return await openGeneration(want, 'cuda', opening);
        } catch (error) {
          whyCpu = messageOf(error);
        }
      }
      if (want.device === 'cuda')
        logger.warn({ reason: whyCpu }, 'CUDA cannot be used; models run on the CPU');
    }
    return openGeneration(want, 'cpu', opening);
  }

  function retire(generation: OpenedGeneration): void {
    void generation.scheduler.idle().then(() => generation.device.close());
  }

  function onFailure(generation: OpenedGeneration, error: unknown): void {
    if (closed || generation !== live) return;
    const { name } = generation.device;
    const count = (strikes.get(name) ?? 0) + 1;
    strikes.set(name, count);
    live = undefined;
    trouble = `${name} failed: ${messageOf(error)}`;
    logger.error({ device: name, reason: messageOf(error), times: count }, 'a device failed');
    generation.scheduler.close(trouble);
    // A thread that hangs in native code cannot be waited for.
    generation.device.close().catch((reason: unknown) => {
      logger.warn({ reason: messageOf(reason) }, 'a failed device could not be closed');
    });
    options.onChange();
    if (count >= 2 && name === 'cpu') return options.onGivenUp(trouble);
    if (count >= 2) whyCpu = trouble;
    reloading = reloading.then(restart);
  }

  async function restart(): Promise<void> {
    if (closed || live !== undefined) return;
    try {
      live = await open(wanted);
      trouble = undefined;
      refused = undefined;
      const faults = [...live.faults.values()];
      if (faults.length > 0) logger.error({ faults }, 'models could not be loaded; searches go without them');
      logger.info({ device: live.device.name, models: namesOf(live) }, 'models are loaded');
    } catch (error) {
      trouble = messageOf(error);
      options.onGivenUp(trouble);
    }
    options.onChange();
  }

  async function swap(want: WantedModels): Promise<void> {
    const fresh = await open(want);
    const faults = [...fresh.faults.values()];
    if (faults.length > 0) {
      await fresh.device.close();
      refused = faults.join('; ');
      logger.error({ faults }, 'models were refused; those before stay until their process ends');
      options.onChange();
      throw new ModelFault(refused);
    }
    const before = live;
    live = fresh;
    wanted = want;
    trouble = undefined;
    refused = undefined;
    if (before !== undefined) retire(before);
    options.onChange();
  }

  function cascade(): Cascade | undefined {
    const generation = live;
    if (generation === undefined) return undefined;
    const models = wanted.rerank.flatMap(({ folder, depth }) => {
      const model = generation.models.get(folder);
      return model === undefined ? [] : [{ model, depth }];
    });
    return { generation, models };
  }

  const encoder = createLocalEncoder({ maxVectors: wanted.limits.vectors, time, meter });
  const local = createLocalCrossEncoder({ cascade, scores, time, meter });
  const models: LocalModels = {
    crossEncoder: { score: (query, texts, limits): Promise<Scoring> => local.score(query, texts, limits) },
    async encode(modelId, texts, limits) {
      const generation = live;
      if (generation === undefined) return unanswered('closed', trouble ?? 'models are not loaded');
      const model = [...generation.models.values()].find(
        ({ kind, folder }) => kind === 'encoder' && folder.id === modelId,
      );
      if (model === undefined) return unanswered('closed', `no encoder ${modelId} is loaded`);
      return encoder.encode(model, generation, { texts, options: limits });
    },
    offer: () => ({
      rerank: cascade()?.models.map(({ model }) => model.folder.id) ?? [],
      encoders: [...(live?.models.values() ?? [])]
        .filter(({ kind }) => kind === 'encoder')
        .map(({ folder, columns }) => ({ name: folder.name, modelId: folder.id, dims: columns })),
      characters: charactersFor(
        Math.max(1, ...[...(live?.models.values() ?? [])].map(({ folder }) => folder.settings.maxTokens)),
      ),
      health: [health()],
    }),
    reload(want) {
      const result = reloading.then(() => swap(want));
      reloading = result.catch(() => undefined);
      return result;
    },
    async close() {
      closed = true;
      live?.scheduler.close('closed');
      await live?.device.close();
      live = undefined;
    },
  };

  function health(): DependencyHealth {
    const name = 'models';
    if (live === undefined) return { name, state: 'degraded', detail: trouble ?? 'models are being loaded' };
    const faults = [...live.faults.values()];
    const loaded = namesOf(live).join(', ') || 'no model';
    const notTaken =
      refused === undefined ? [] : [`refused at the last reload, to be mended before a restart: ${refused}`];
    const reason = whyCpu !== undefined && live.device.name === 'cpu' ? ` (no CUDA: ${whyCpu})` : '';
    return {
      name,
      state: faults.length > 0 ? 'degraded' : 'up',
      detail: [`${loaded} on ${live.device.name}${reason}`, ...faults, ...notTaken].join('; '),
    };
  }

  await restart();
  return models;
}

function namesOf({ models }: OpenedGeneration): readonly string[] {
  return [...models.keys()].map((path) => basename(path));
}

function whyNot(device: DeviceName): string | undefined {
  return device === 'cuda' ? whyNoCuda() : undefined;
}
