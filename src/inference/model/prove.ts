import { type Batch, type Device, DeviceLost } from '../device/device.ts';
import { messageOf, ModelFault } from '../fault.ts';
import { assemble } from '../schedule/assemble.ts';
import { type BatchPolicy, lengthsUpTo, mostRows, paddedLength } from '../schedule/batch-policy.ts';
import { createCostModel } from '../schedule/cost-model.ts';
import type { Input } from '../tokenize/input.ts';
import type { ModelFolder } from './folder.ts';
import { checkGolden } from './golden-check.ts';
import type { GraphShape } from './graph-shape.ts';
import type { LiveModel } from './live-model.ts';

export interface Loaded {
  readonly folder: ModelFolder;
  readonly shape: GraphShape;
  /** Its place among the graphs of the device. */
  readonly graph: number;
}

/** Filled rows of up to so many tokens are tried alone: those of queries. */
const ALONE_TOKENS = 32;
/** A prime, so that ids are spread over the vocabulary. */
const ID_STEP = 7919;
/** Rounds of full batches that are timed, so that the first requests are not judged by a guess. */
const WARM_UPS = 3;
/** Enough for the engine to compile what is run often. */
const READS = 50;
const READ = 'Voltera USB-C to HDMI Adapter, 1.8 m 手机壳 防摔 透明 '.repeat(4);
/** A model that has taken this long is known well enough. */
const WARM_UP_MS = 200;

/**
 * Runs a model before anybody relies on it: at its longest input, with the highest id of its vocabulary, and on
 * golden.json.
 * @throws ModelFault why it must not be used; DeviceLost when the device went away over it
 */
export async function prove(loaded: Loaded, device: Device, policy: BatchPolicy): Promise<LiveModel> {
  const { folder, shape, graph } = loaded;
  const { maxTokens, dims } = folder.settings;
  const singly = folder.file.dynamicInt8;
  const rows = singly ? 1 : policy.rowsFor(1);
  /** What it makes of one input, in a batch of the least size. */
  const run = async (input: Input): Promise<Float32Array> => {
    const length = paddedLength(policy, input.ids.length, { singly, kind: shape.kind, maxTokens });
    const values = await answerOf(device, assemble([input], { graph, length, rows, padId: folder.padId }));
    return values.subarray(0, values.length / rows);
  };
  const { length: columns } = await run(probe(maxTokens, folder.tokenizer.tokenizer.size - 1));
  if (dims !== undefined && columns !== dims) {
    throw new ModelFault(`model.json: "dims" is ${dims}, but the graph gives vectors of ${columns}`);
  }
  // The graph's bytes are on the device now.
  const { graphs: _bytes, golden, ...rest } = folder;
  const model: LiveModel = {
    folder: rest,
    kind: shape.kind,
    columns,
    graph,
    singly,
    aloneUpTo: singly || device.name !== 'cpu' ? 0 : await exactAlone(loaded, device, policy),
    cost: createCostModel(() => performance.now()),
  };
  await checkGolden(model, golden, run, device.name);
  await warmUp(model, device, policy);
  readAhead(model);
  return model;
}

/**
 * Up to how many tokens a row by itself gives the very bits that it gives beside another: then a query's vector costs one row,
 * not two. Which routine multiplies and sums depends on shapes alone.
 */
async function exactAlone(
  { folder, shape: { kind }, graph }: Loaded,
  device: Device,
  policy: BatchPolicy,
): Promise<number> {
  const { size } = folder.tokenizer.tokenizer;
  const row = (tokens: number, seed: number): Input => ({
    ids: Int32Array.from({ length: tokens }, (_, at) => (seed + at * ID_STEP) % size),
    types: new Uint8Array(tokens),
  });
  let found = 0;
  const { maxTokens } = folder.settings;
  for (const length of lengthsUpTo(policy, Math.min(ALONE_TOKENS, maxTokens), { kind, maxTokens })) {
    // One token short, so that filling is in it.
    const inputs = [row(length - 1, 1), row(length, ID_STEP)];
    const shape = { graph, length, padId: folder.padId };
    const both = await answerOf(device, assemble(inputs, { ...shape, rows: 2 }));
    const alone = await answerOf(device, assemble(inputs.slice(0, 1), { ...shape, rows: 1 }));
    if (!alone.every((value, at) => value === both[at])) break;
    found = length;
  }
  return found;
}

/** Has the tokenizer compiled before a request would wait for that. */
function readAhead({ folder }: Pick<LiveModel, 'folder'>): void {
  for (let round = 0; round < READS; round++) {
    folder.inputs.pairs(`usb c cable ${round}`)(`${READ} ${round}`);
    folder.inputs.single(READ);
  }
}

/** Times batches of the sizes to come; on a GPU this also has it choose its kernels for every shape. */
async function warmUp(model: LiveModel, device: Device, policy: BatchPolicy): Promise<void> {
  const { maxTokens } = model.folder.settings;
  const all = lengthsUpTo(policy, maxTokens, { kind: model.kind, maxTokens });
  const isGpu = device.name === 'cuda';
  const timed = isGpu ? all : [all[0]!, all[all.length >> 1]!, all.at(-1)!];
  const startedAt = performance.now();
  for (let round = 0; round < WARM_UPS; round++) {
    for (const length of timed) {
      const rows = model.singly ? 1 : policy.rowsFor(mostRows(policy, length), length <= model.aloneUpTo);
      const { graph } = model;
      const batch = assemble([probe(length, 0)], { graph, length, rows, padId: model.folder.padId });
      const batchAt = performance.now();
      await answerOf(device, batch);
      // A GPU's first run of a shape says nothing of those to come.
      if (!isGpu || round > 0) model.cost.learn({ tokens: rows * length, ms: performance.now() - batchAt });
    }
    if (!isGpu && performance.now() - startedAt > WARM_UP_MS) return;
  }
}

/** @throws ModelFault for an answer that is no number */
async function answerOf(device: Device, batch: Batch): Promise<Float32Array> {
  const { rows, length } = batch;
  let values: Float32Array;
  try {
    ({ values } = await device.run(batch));
  } catch (error) {
    if (error instanceof DeviceLost) throw error;
    throw new ModelFault(`the graph cannot run ${rows} inputs of ${length} tokens: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (values.length === 0 || values.length % rows !== 0) {
    throw new ModelFault(`the graph gave ${values.length} numbers for ${rows} inputs`);
  }
  if (values.every(Number.isFinite)) return values;
  throw new ModelFault(
    `the graph gives what is no number (NaN or infinite) for ${rows} inputs of ${length} tokens`,
  );
}

function probe(tokens: number, id: number): Input {
  return { ids: new Int32Array(tokens).fill(id), types: new Uint8Array(tokens) };
}
