import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.ts';
import type { WantedCrossEncoder } from '../inference/local/wanted.ts';

/** Models that come with the gateway. */
const SHIPPED = fileURLToPath(new URL('../../models/', import.meta.url));
/** Those of them that rerank unless told otherwise; ce-s costs thrice as much for no gain that could be measured (docs/relevance.md). */
const DEFAULT_RERANKERS = ['ce-xs'] as const;
const SHIPPED_ENCODER = /^be-/;

/** Texts that a model looks at unless told otherwise: the dearer, the fewer. */
const DEPTHS = [100, 20, 10] as const;

type Models = Config['models'];

/** Where the model of this name is looked for. A folder that was named by its path stays what it is. */
export function modelFolder(name: string, { folder }: Pick<Models, 'folder'>): string {
  if (isAbsolute(name)) return name;
  const own = join(folder, name);
  return existsSync(own) ? own : join(SHIPPED, name);
}

/** The folder that somebody means on the command line: a path where there is a slash in it, else a name. */
export function folderMeant(name: string, models: Pick<Models, 'folder'>): string {
  return /[\\/]/.test(name) ? resolve(name) : modelFolder(name, models);
}

/** Folders of the cascade, the cheapest first. */
export function rerankFolders(models: Models): readonly WantedCrossEncoder[] {
  const wanted =
    models.rerank === 'shipped'
      ? DEFAULT_RERANKERS.filter((name) => hasGraph(modelFolder(name, models)))
      : models.rerank;
  return wanted.map((one, at) => {
    const { model, depth } =
      typeof one === 'string' ? { model: one, depth: DEPTHS[Math.min(at, DEPTHS.length - 1)]! } : one;
    return { folder: modelFolder(model, models), depth };
  });
}

export function encoderFolders(models: Models): readonly string[] {
  const wanted = models.encoders === 'shipped' ? shippedEncoders() : models.encoders;
  return wanted.map((name) => modelFolder(name, models));
}

/** Every folder below the gateway's own and the configured one that holds a model, by name. */
export function modelFolders({ folder }: Pick<Models, 'folder'>): ReadonlyMap<string, string> {
  const found = [SHIPPED, folder].flatMap((parent) =>
    foldersIn(parent).map((name) => [name, join(parent, name)] as const),
  );
  return new Map(found.filter(([, path]) => hasGraph(path)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function shippedEncoders(): readonly string[] {
  return foldersIn(SHIPPED).filter((name) => SHIPPED_ENCODER.test(name) && hasGraph(join(SHIPPED, name)));
}

function foldersIn(parent: string): readonly string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** Whether there is a model in a folder. */
export function hasGraph(folder: string): boolean {
  return existsSync(join(folder, 'model.onnx'));
}
