import { availableParallelism } from 'node:os';
import type { Config } from '../config/schema.ts';
import type { WantedModels } from '../inference/local/wanted.ts';
import { encoderFolders, rerankFolders } from './model-folders.ts';

/** What the inference process is to load; undefined where the configuration wants no model of this machine. */
export function wantedModels({ models, inference }: Config): WantedModels | undefined {
  const rerank = models.remoteReranker.url === null ? rerankFolders(models) : [];
  const encoders = encoderFolders(models);
  if (rerank.length + encoders.length === 0) return undefined;
  const { device, threads, niceness, queueTokens, batchTokens, remember } = inference;
  return {
    rerank,
    encoders,
    device,
    threads: threads === 'auto' ? availableParallelism() : threads,
    niceness,
    limits: { queueTokens, batchTokens, ...remember },
  };
}
