import { readFileSync } from 'node:fs';
import { GatewayError } from '../errors.ts';
import { BlendModel } from '../stages/rank/blend/blend-model.ts';

/** The blends of one plan: a file is read once, so that new rules meet the model that was proved. */
export interface BlendModels {
  /** @throws GatewayError `config_invalid` that names the file */
  open(file: string): BlendModel;
  /** What the files say, for the plan's version. */
  texts(): readonly string[];
}

export function createBlendModels(): BlendModels {
  const opened = new Map<string, { readonly model: BlendModel; readonly text: string }>();
  return {
    open(file) {
      const known = opened.get(file) ?? read(file);
      opened.set(file, known);
      return known.model;
    },
    texts: () => [...opened.values()].map(({ text }) => text),
  };
}

function read(file: string): { readonly model: BlendModel; readonly text: string } {
  try {
    const text = readFileSync(file, 'utf8');
    return { model: BlendModel.open(text), text };
  } catch (error) {
    const reason =
      error instanceof GatewayError
        ? error.message
        : ((error as NodeJS.ErrnoException).code ?? 'it cannot be read');
    throw new GatewayError('config_invalid', `stage blend: ${file}: ${reason}`, { cause: error });
  }
}
