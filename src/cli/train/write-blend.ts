import { basename } from 'node:path';
import type { BlendFile } from '../../stages/rank/blend/blend-file.ts';
import { BlendModel } from '../../stages/rank/blend/blend-model.ts';
import { writeResult } from '../result-file.ts';

/** Name of a file and the day. */
export function idFor(out: string): string {
  return `${basename(out).replace(/\..*$/, '')}@${new Date().toISOString().slice(0, 10)}`;
}

/**
 * Writes a model, and its card beside it.
 * @throws GatewayError `config_invalid` where the gateway would refuse the file; nothing is written then
 */
export function writeBlend(out: string, file: BlendFile, card: string): void {
  const text = textOf(file);
  BlendModel.open(text);
  writeResult(out, text);
  writeResult(`${out}.md`, card);
}

/** Indented for people; of trees, which nobody reads one by one, each has a line. */
function textOf({ trees = [], ...rest }: BlendFile): string {
  const text = JSON.stringify(rest, null, 1);
  if (trees.length === 0) return `${text}\n`;
  const lines = trees.map((tree) => `  ${JSON.stringify(tree)}`).join(',\n');
  return `${text.slice(0, -2)},\n "trees": [\n${lines}\n ]\n}\n`;
}
