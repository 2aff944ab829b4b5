import type { Config } from '../../config/schema.ts';
import { NO_METER } from '../../domain/inference-meter.ts';
import type { TextEncoder } from '../../domain/text-encoder.ts';
import { createOnnxDevice } from '../../inference/device/onnx-device.ts';
import type { LocalModels } from '../../inference/local/local-models.ts';
import { openLocalModels } from '../../inference/local/local-models.ts';
import type { WantedModels } from '../../inference/local/wanted.ts';
import { SYSTEM_TIME } from '../../domain/time.ts';
import { wantedModels } from '../../composition/wanted-models.ts';

/** One model that runs in this process, to be closed after use. */
export interface LocalModel {
  readonly models: LocalModels;
  /** What was asked for, as an encoder. */
  readonly wanted: WantedModels;
  /** Undefined where the model is no encoder, or cannot be used as one. */
  readonly encoder: TextEncoder | undefined;
  readonly close: () => Promise<void>;
}

/** Nothing of it is worth a line: what goes wrong is said when the model is opened, and in answers. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Opens the model of a folder as an encoder, with what the configuration says of devices and limits. */
export async function openLocalModel(folder: string, config: Config): Promise<LocalModel> {
  const only = { ...config.models, rerank: [], encoders: [folder] };
  const wanted: WantedModels = { ...wantedModels({ ...config, models: only })!, encoders: [folder] };
  const models = await openLocalModels({
    wanted,
    openDevice: (device, threads) => createOnnxDevice({ device, threads }),
    time: SYSTEM_TIME,
    meter: NO_METER,
    logger: SILENT,
    onChange: ignore,
    onGivenUp: ignore,
  });
  const [offered] = models.offer().encoders;
  return {
    models,
    wanted,
    encoder: offered && {
      modelId: offered.modelId,
      dims: offered.dims,
      encode: (texts, options) => models.encode(offered.modelId, texts, options),
    },
    close: () => models.close(),
  };
}

function ignore(): void {}
