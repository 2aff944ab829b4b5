import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { encoderFolders, modelFolder, modelFolders } from '../../composition/model-folders.ts';
import type { Config } from '../../config/schema.ts';
import type { TextEncoder } from '../../domain/text-encoder.ts';
import { readModelFolder } from '../../inference/model/folder.ts';
import { CommandError } from '../command.ts';
import { openLocalModel } from '../models/open-local.ts';

/** An encoder that runs in this process, to be closed after use. */
export interface OpenEncoder {
  readonly encoder: TextEncoder;
  /** Least cosine that means something with it, as its folder says. */
  readonly similarity: number | undefined;
  readonly close: () => Promise<void>;
}

/** The encoders that vectors of documents can be made with. */
export interface Encoders {
  /** By name, or by folder (with a slash). @throws CommandError when it cannot be used */
  named(name: string): Promise<OpenEncoder>;
  /** The one whose vectors go by this id; undefined where there is none. */
  ofId(id: string): Promise<OpenEncoder | undefined>;
  /** The first configured one that reads a language (`zh`, `en`); undefined where there is none. */
  reading(language: string): Promise<OpenEncoder | undefined>;
}

/** Encoders of the configured and the shipped folders; they are read when one is asked for. */
export function encodersOf(config: Config): Encoders {
  const { models } = config;
  const open = async (folder: string): Promise<OpenEncoder> => {
    const { settings } = await readModelFolder(folder);
    const { encoder, close } = await openLocalModel(folder, config);
    if (encoder !== undefined) return { encoder, similarity: settings.similarity, close };
    await close();
    throw new CommandError(`${folder} holds no encoder that can be used: relevance models check ${folder}`);
  };
  const first = async (
    folders: Iterable<string>,
    is: (folder: Awaited<ReturnType<typeof readModelFolder>>) => boolean,
  ): Promise<OpenEncoder | undefined> => {
    for (const folder of folders) if (is(await readModelFolder(folder))) return open(folder);
    return undefined;
  };
  const present = (folders: readonly string[]): readonly string[] =>
    folders.filter((folder) => existsSync(join(folder, 'model.onnx')));
  return {
    async named(name) {
      const folder = /[\\/]/.test(name) ? resolve(name) : modelFolder(name, models);
      if (present([folder]).length > 0) return open(folder);
      const known = present(encoderFolders(models)).map((path) => path.split(/[\\/]/).at(-1));
      const names = known.length === 0 ? 'there is none' : `known are ${known.join(', ')}`;
      throw new CommandError(`no encoder "${name}": ${names}; or name a folder`, 2);
    },
    ofId: (id) =>
      first(
        new Set([...present(encoderFolders(models)), ...modelFolders(models).values()]),
        (model) => model.id === id,
      ),
    reading: (language) =>
      first(present(encoderFolders(models)), ({ settings }) => settings.languages.includes(language)),
  };
}
