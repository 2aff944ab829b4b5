import { basename, join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import type { PairScorer } from '../../evaluation/pairs/pair-scorer.ts';
import { crossEncoderScorer, encoderScorer } from '../../evaluation/pairs/pair-scorer.ts';
import { folderMeant, hasGraph } from '../../composition/model-folders.ts';
import { CommandError } from '../command.ts';
import { openLocalModel } from '../models/open-local.ts';

/** A scorer that holds a model, to be closed after use. */
export interface OpenScorer {
  readonly scorer: PairScorer;
  close(): Promise<void>;
}

/** Texts of one query that are scored at once; nobody has judged more of one. */
const DEPTH = 100_000;

/**
 * Opens the model of a folder, or of a name in the configured or the shipped folder, in this process: an encoder or a
 * cross-encoder, whichever it is.
 * @throws CommandError that says why it cannot be used
 */
export async function openModelScorer(name: string, config: Config): Promise<OpenScorer> {
  const folder = folderMeant(name, config.models);
  if (!hasGraph(folder)) {
    throw new CommandError(`no model "${name}": ${join(folder, 'model.onnx')} is not there`, 2);
  }
  const { models, wanted, encoder, close } = await openLocalModel(folder, config);
  if (encoder !== undefined) return { scorer: encoderScorer(basename(folder), encoder), close };
  try {
    await models.reload({ ...wanted, encoders: [], rerank: [{ folder, depth: DEPTH }] });
  } catch (error) {
    await close();
    throw new CommandError((error as Error).message);
  }
  return { scorer: crossEncoderScorer(basename(folder), models.crossEncoder), close };
}
