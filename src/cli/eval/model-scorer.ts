import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { NO_METER } from '../../domain/inference-meter.ts';
import type { PairScorer } from '../../evaluation/pairs/pair-scorer.ts';
import { crossEncoderScorer, encoderScorer } from '../../evaluation/pairs/pair-scorer.ts';
import { createOnnxDevice } from '../../inference/device/onnx-device.ts';
import { openLocalModels } from '../../inference/local/local-models.ts';
import type { WantedModels } from '../../inference/local/wanted.ts';
import { SYSTEM_TIME } from '../../domain/time.ts';
import { modelFolder } from '../../composition/model-folders.ts';
import { wantedModels } from '../../composition/wanted-models.ts';
import { CommandError } from '../command.ts';

/** A scorer that holds a model, to be closed after use. */
export interface OpenScorer {
  readonly scorer: PairScorer;
  close(): Promise<void>;
}

/** Texts of one query that are scored at once; nobody has judged more of one. */
const DEPTH = 100_000;

/** Nothing of it is worth a line: what goes wrong is said when the model is opened, and in answers. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Opens the model of a folder, or of a name in the configured or the shipped folder, in this process: an encoder or a
 * cross-encoder, whichever it is.
 * @throws CommandError that says why it cannot be used
 */
export async function openModelScorer(name: string, config: Config): Promise<OpenScorer> {
  const folder = /[\\/]/.test(name) ? resolve(name) : modelFolder(name, config.models);
  if (!existsSync(join(folder, 'model.onnx'))) {
    throw new CommandError(`no model "${name}": ${join(folder, 'model.onnx')} is not there`, 2);
  }
  const asEncoder = wantedOf(config, { rerank: [], encoders: [folder] });
  const models = await openLocalModels({
    wanted: asEncoder,
    openDevice: (device, threads) => createOnnxDevice({ device, threads }),
    time: SYSTEM_TIME,
    meter: NO_METER,
    logger: SILENT,
    onChange: ignore,
    onGivenUp: ignore,
  });
  const close = (): Promise<void> => models.close();
  const [encoder] = models.offer().encoders;
  if (encoder !== undefined) {
    const { modelId, dims } = encoder;
    const port = {
      modelId,
      dims,
      encode: (texts: readonly string[], options: Parameters<typeof models.encode>[2]) =>
        models.encode(modelId, texts, options),
    };
    return { scorer: encoderScorer(basename(folder), port), close };
  }
  try {
    await models.reload({ ...asEncoder, encoders: [], rerank: [{ folder, depth: DEPTH }] });
  } catch (error) {
    await close();
    throw new CommandError((error as Error).message);
  }
  return { scorer: crossEncoderScorer(basename(folder), models.crossEncoder), close };
}

/** What the configuration says of devices and limits, with these models alone. */
function wantedOf(config: Config, only: Pick<WantedModels, 'rerank' | 'encoders'>): WantedModels {
  const models = { ...config.models, rerank: [], encoders: ['any'] };
  const wanted = wantedModels({ ...config, models })!;
  return { ...wanted, ...only };
}

function ignore(): void {}
