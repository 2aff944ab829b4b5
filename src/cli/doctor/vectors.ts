import { basename } from 'node:path';
import { encoderFolders, hasGraph, modelFolders } from '../../composition/model-folders.ts';
import type { Config } from '../../config/schema.ts';
import type { IndexDescription } from '../../domain/catalog.ts';
import type { TextEncoder } from '../../domain/text-encoder.ts';
import { encoderNamedIn } from '../../domain/usual-pipeline.ts';
import { ModelFault } from '../../inference/fault.ts';
import { readFolderSettings, readModelFolder } from '../../inference/model/folder.ts';
import { vectorsOf } from '../../stages/retrieve/knn/vectors-of.ts';
import { openLocalModel } from '../models/open-local.ts';
import { type Finding, ok, warning } from './finding.ts';

/** Whether the encoders that mappings name are those that a gateway would load, and fit their vectors. */
export async function checkVectors(
  config: Config,
  indices: readonly IndexDescription[],
): Promise<readonly Finding[]> {
  const named = indices.filter(({ meta }) => encoderNamedIn(meta) !== undefined);
  if (named.length === 0) return [];
  const wanted = new Set(named.map(({ meta }) => encoderNamedIn(meta)!));
  const loaded = await encodersById(wanted, config);
  const encoders = { of: (id: string) => loaded.get(id), areAway: () => false };
  const misfits: Finding[] = [];
  for (const index of named) {
    const vectors = vectorsOf(index, encoders);
    if (vectors?.kind !== 'misfit') continue;
    const id = encoderNamedIn(index.meta)!;
    const advice = loaded.has(id)
      ? 'docs/hybrid.md says what a mapping has to say of its vectors'
      : await whereToGet(id, config);
    misfits.push(
      warning(`vectors of ${index.name}`, `${vectors.fault}: searches go without the leg knn`, advice),
    );
  }
  if (misfits.length > 0) return misfits;
  const count = named.length === 1 ? '1 index' : `${named.length} indices`;
  return [ok('vectors', `${count} of ${[...wanted].toSorted().join(', ')}`)];
}

/** Those of the configured encoders that go by these ids; one that cannot be loaded is a finding of its own (`models`). */
async function encodersById(
  wanted: ReadonlySet<string>,
  config: Config,
): Promise<ReadonlyMap<string, TextEncoder>> {
  const found = new Map<string, TextEncoder>();
  for (const folder of encoderFolders(config.models).filter(hasGraph)) {
    if (!wanted.has(await idOf(folder))) continue;
    const { encoder, close } = await openLocalModel(folder, config);
    // What it says of itself stays true when it is closed.
    await close();
    if (encoder !== undefined) found.set(encoder.modelId, encoder);
  }
  return found;
}

async function whereToGet(id: string, { models }: Config): Promise<string> {
  for (const [name, folder] of modelFolders(models)) {
    if ((await idOf(folder)) === id) return `add ${name} to models.encoders`;
  }
  const known = await Promise.all(encoderFolders(models).filter(hasGraph).map(idOf));
  const here = known.length === 0 ? 'there is no encoder here' : `here are ${known.join(', ')}`;
  return `put the model ${id} into ${models.folder} and name it in models.encoders (${here}), or load the documents into a new index: relevance index`;
}

/** A model whose settings give no id has one of its graph's; one that cannot be read has its folder's name. */
async function idOf(folder: string): Promise<string> {
  try {
    return (await readFolderSettings(folder)).id ?? (await readModelFolder(folder)).id;
  } catch (error) {
    // What is wrong with it stands under `models`.
    if (error instanceof ModelFault) return basename(folder);
    throw error;
  }
}
