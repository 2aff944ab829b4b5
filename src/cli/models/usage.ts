import { availableParallelism } from 'node:os';
import type { Config } from '../../config/schema.ts';
import type { Device } from '../../inference/device/device.ts';
import { createOnnxDevice } from '../../inference/device/onnx-device.ts';
import { encoderFolders, modelFolders, rerankFolders } from '../../composition/model-folders.ts';

/** Every model that is configured or lies where models are looked up: its folder, and what it is used for. */
export function foldersInUse(config: Config): ReadonlyMap<string, string> {
  const { models } = config;
  const folders = new Map([...modelFolders(models).values()].map((folder) => [folder, '']));
  const isRemote = models.remoteReranker.url !== null;
  for (const [at, { folder, depth }] of (isRemote ? [] : rerankFolders(models)).entries()) {
    folders.set(folder, `rerank ${at + 1}, ${depth} texts`);
  }
  for (const folder of encoderFolders(models)) folders.set(folder, 'encoder');
  return folders;
}

/** A device as the configuration says, but never a GPU: what is looked at there is the folder. */
export function cpu({ inference: { threads } }: Config): () => Device {
  return () =>
    createOnnxDevice({ device: 'cpu', threads: threads === 'auto' ? availableParallelism() : threads });
}
