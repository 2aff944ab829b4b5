import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelFault } from '../fault.ts';
import { textHash } from '../text-hash.ts';
import { createInputBuilder, type InputBuilder } from '../tokenize/input.ts';
import { type OpenedTokenizer, openTokenizer } from '../tokenize/open.ts';
import { type Golden, readGolden } from './golden.ts';
import { type OnnxFile, readOnnxFile } from './onnx-file.ts';
import { type ModelSettings, readSettings } from './settings.ts';

/** A model as its folder holds it (models/README.md), not yet on a device. */
export interface ModelFolder {
  readonly name: string;
  readonly id: string;
  /** Another one whenever a file has changed that bears on what it answers, whatever its id says. */
  readonly fingerprint: string;
  readonly settings: ModelSettings;
  readonly tokenizer: OpenedTokenizer;
  /** Equal where tokenizer.json is. */
  readonly tokenizerHash: string;
  readonly inputs: InputBuilder;
  readonly padId: number;
  readonly golden: Golden | undefined;
  /** Bytes of the graph for each device. They are read once: what was checked is what runs. */
  readonly graphs: Readonly<Record<'cpu' | 'cuda', Uint8Array<ArrayBuffer>>>;
  readonly file: OnnxFile;
}

/** Larger graphs do not belong into a search's time budget, and would not fit into one buffer. */
const MOST_GRAPH_BYTES = 2 ** 31 - 1;
const MOST_JSON_BYTES = 64 * 1024 * 1024;

/** Reads and checks everything that can be checked without running it. @throws ModelFault */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const name = basename(path);
  const graph = await bytesOf(path, 'model.onnx', MOST_GRAPH_BYTES);
  if (graph === undefined) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    throw new ModelFault(isFolder ? 'there is no model.onnx' : 'no such folder');
  }
  const [cuda, tokenizerText, goldenText] = await Promise.all([
    bytesOf(path, 'model.cuda.onnx', MOST_GRAPH_BYTES),
    textOf(path, 'tokenizer.json'),
    textOf(path, 'golden.json'),
  ]);
  if (tokenizerText === undefined) throw new ModelFault('there is no tokenizer.json');
  const file = readOnnxFile(graph);
  if (cuda !== undefined) readOnnxFile(cuda);
  const settings = await readFolderSettings(path);
  const tokenizer = openTokenizer(tokenizerText);
  const tokenizerHash = textHash(tokenizerText);
  const graphHash = hashOf(graph);
  const parts = [graphHash, cuda === undefined ? '' : hashOf(cuda), tokenizerHash, JSON.stringify(settings)];
  return {
    name,
    id: settings.id ?? `${name}@${graphHash.slice(0, 12)}`,
    fingerprint: textHash(parts.join('\n')),
    settings,
    tokenizer,
    tokenizerHash,
    inputs: createInputBuilder(tokenizer, settings),
    padId: settings.padId ?? tokenizer.padId ?? 0,
    golden: goldenText === undefined ? undefined : readGolden(goldenText),
    graphs: { cpu: graph, cuda: cuda ?? graph },
    file,
  };
}

function hashOf(graph: Uint8Array): string {
  return createHash('sha256').update(graph).digest('hex');
}

/** What a model's folder says of it, without its graph. @throws ModelFault */
export async function readFolderSettings(path: string): Promise<ModelSettings> {
  return readSettings(...(await Promise.all([textOf(path, 'model.json'), textOf(path, 'config.json')])));
}

async function textOf(folder: string, name: string): Promise<string | undefined> {
  const bytes = await bytesOf(folder, name, MOST_JSON_BYTES);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ModelFault(`${name} is not UTF-8 text`, { cause: error });
  }
}

/** Undefined where there is no such file. */
async function bytesOf(
  folder: string,
  name: string,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const path = join(folder, name);
  try {
    const { size } = await stat(path);
    if (size > most) throw new ModelFault(`${name} is larger than ${most} bytes`);
    if (size === 0) throw new ModelFault(`${name} is empty`);
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (error instanceof ModelFault) throw error;
    throw new ModelFault(`${name} cannot be read: ${code ?? 'unknown reason'}`, { cause: error });
  }
}
