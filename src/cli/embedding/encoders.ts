import { basename } from 'node:path';
import { encoderFolders, folderMeant, hasGraph, modelFolders } from '../../composition/model-folders.ts';
import type { Config } from '../../config/schema.ts';
import type { TextEncoder } from '../../domain/text-encoder.ts';
import { readFolderSettings, readModelFolder } from '../../inference/model/folder.ts';
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
  const configured = (): readonly string[] => encoderFolders(models).filter(hasGraph);
  const open = async (folder: string): Promise<OpenEncoder> => {
    const { similarity } = await readFolderSettings(folder);
    const { encoder, close } = await openLocalModel(folder, config);
    if (encoder !== undefined) return { encoder, similarity, close };
    await close();
    throw new CommandError(`${folder} holds no encoder that can be used: relevance models check ${folder}`);
  };
  return {
    async named(name) {
      const folder = folderMeant(name, models);
      if (hasGraph(folder)) return open(folder);
      const known = configured().map((path) => basename(path));
      const names = known.length === 0 ? 'there is none' : `known are ${known.join(', ')}`;
      throw new CommandError(`no encoder "${name}": ${names}; or name a folder`, 2);
    },
    async ofId(id) {
      for (const folder of new Set([...configured(), ...modelFolders(models).values()])) {
        // A model whose settings give no id has one of its graph's.
        const own = (await readFolderSettings(folder)).id ?? (await readModelFolder(folder)).id;
        if (own === id) return open(folder);
      }
      return undefined;
    },
    async reading(language) {
      for (const folder of configured()) {
        if ((await readFolderSettings(folder)).languages.includes(language)) return open(folder);
      }
      return undefined;
    },
  };
}
