import { basename } from 'node:path';
import type { Device } from './device/device.ts';
import { messageOf } from './fault.ts';
import { type ModelFolder, readModelFolder } from './model/folder.ts';
import type { GraphShape } from './model/graph-shape.ts';
import { prove } from './model/prove.ts';
import { batchPolicy } from './schedule/batch-policy.ts';

/** What is known of a model's folder after a look at it. */
export interface ModelReport {
  readonly name: string;
  readonly folder: string;
  /** Why it cannot be used; null where it can. */
  readonly fault: string | null;
  readonly model: ModelFacts | null;
  /** What could be better. */
  readonly warnings: readonly string[];
}

export interface ModelFacts {
  readonly kind: GraphShape['kind'];
  readonly id: string;
  /** Length of vectors; null for cross-encoders. */
  readonly dims: number | null;
  readonly maxTokens: number;
  readonly opset: number | null;
  readonly tokenizer: 'word-piece' | 'library';
  readonly languages: readonly string[];
  readonly megabytes: number;
  /** Entries of golden.json. */
  readonly golden: number;
  /** Milliseconds for fifty full inputs; null where it was not run. */
  readonly msFor50: number | null;
}

/** How far a look goes: `load` finds out what the graph is, `prove` also runs it and holds it to golden.json. */
export type Thoroughness = 'load' | 'prove';

const INPUTS = 50;

/** Looks at a model's folder as a gateway would. Never throws. */
export async function checkModel(
  path: string,
  openDevice: () => Device,
  thoroughness: Thoroughness,
): Promise<ModelReport> {
  const report = { name: basename(path), folder: path };
  let device: Device | undefined;
  try {
    const folder = await readModelFolder(path);
    device = openDevice();
    const [loaded] = await device.load([{ bytes: folder.graphs[device.name], settings: folder.settings }]);
    if (loaded?.ok !== true)
      return { ...report, fault: loaded?.fault ?? 'not loaded', model: null, warnings: [] };
    const { shape } = loaded;
    const proved = thoroughness === 'prove' ? await timed({ folder, shape }, device) : undefined;
    const dims = proved?.columns ?? folder.settings.dims ?? shape.columns;
    return {
      ...report,
      fault: null,
      model: {
        ...factsOf(folder, shape),
        dims: shape.kind === 'encoder' ? (dims ?? null) : null,
        msFor50: proved?.ms ?? null,
      },
      warnings: warningsOf(folder, shape),
    };
  } catch (error) {
    return { ...report, fault: messageOf(error), model: null, warnings: [] };
  } finally {
    await device?.close();
  }
}

async function timed(
  { folder, shape }: { readonly folder: ModelFolder; readonly shape: GraphShape },
  device: Device,
): Promise<{ readonly columns: number; readonly ms: number }> {
  const { maxTokens } = folder.settings;
  const budgetTokens = device.name === 'cpu' ? 1024 : 16_384;
  const { columns, cost } = await prove(
    { folder, shape, graph: 0 },
    device,
    batchPolicy(device.name, budgetTokens),
  );
  const tokens = INPUTS * maxTokens;
  const ms = cost.predictMs(tokens, Math.ceil(tokens / budgetTokens));
  return { columns, ms: Math.round(ms * 10) / 10 };
}

function factsOf(folder: ModelFolder, shape: GraphShape): Omit<ModelFacts, 'dims' | 'msFor50'> {
  const { settings, golden } = folder;
  return {
    kind: shape.kind,
    id: folder.id,
    maxTokens: settings.maxTokens,
    opset: folder.file.opset ?? null,
    tokenizer: folder.tokenizer.tokenizer.kind,
    languages: settings.languages,
    megabytes: Math.ceil(folder.graphs.cpu.length / 1e5) / 10,
    golden: (shape.kind === 'encoder' ? golden?.texts : golden?.pairs)?.length ?? 0,
  };
}

function warningsOf(folder: ModelFolder, shape: GraphShape): readonly string[] {
  const { settings, file, golden } = folder;
  return [
    ...(file.dynamicInt8
      ? [
          'dynamic int8: a score would depend on what else is in its batch, so inputs are run one by one; quantise statically (QDQ)',
        ]
      : []),
    ...(shape.inputs.some(({ type }) => type === 'int64')
      ? ['64-bit inputs: 32-bit ones are faster to hand over']
      : []),
    ...(golden === undefined
      ? ['no golden.json: nothing proves that scores are what they were when it was made']
      : []),
    ...(shape.kind === 'encoder' && settings.id === undefined
      ? ['no "id" in model.json: vectors are bound to these very bytes of the graph']
      : []),
  ];
}
