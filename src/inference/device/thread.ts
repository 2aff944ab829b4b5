/** Entry of a device's thread: sessions of ONNX Runtime, which block the thread they run in. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { messageOf } from '../fault.ts';
import { type GraphShape, graphShape, type Port } from '../model/graph-shape.ts';
import type { Batch, BatchAnswer, GraphToLoad, LoadedGraph } from './device.ts';
import { feedsOf } from './feeds.ts';
import type { FromThread, ThreadData, ToThread } from './messages.ts';
import { rowsOf } from './pool.ts';

interface Graph {
  readonly session: InferenceSession;
  readonly shape: GraphShape;
  readonly settings: GraphToLoad['settings'];
}

const port = parentPort;
if (port === null) throw new Error('a device runs as a worker thread only');
const { device, threads } = workerData as ThreadData;
const graphs: (Graph | undefined)[] = [];

function options(): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cuda' ? [{ name: 'cuda', deviceId: 0 }] : ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Fatal only: what goes wrong is thrown, and said by whoever catches it.
    logSeverityLevel: 4,
    extra: {
      session: {
        // Threads that spin while they wait take the cores that serve.
        intra_op: { allow_spinning: '0' },
        inter_op: { allow_spinning: '0' },
      },
    },
  };
}

async function load({ bytes, settings }: GraphToLoad): Promise<LoadedGraph> {
  try {
    const session = await InferenceSession.create(bytes, options());
    const shape = graphShape(session.inputMetadata.map(portOf), session.outputMetadata.map(portOf), settings);
    graphs.push({ session, shape, settings });
    return { ok: true, shape };
  } catch (error) {
    graphs.push(undefined);
    return { ok: false, fault: messageOf(error) };
  }
}

function portOf(meta: InferenceSession.ValueMetadata): Port {
  return meta.isTensor
    ? { name: meta.name, type: meta.type, shape: meta.shape }
    : { name: meta.name, type: undefined, shape: [] };
}

async function run(batch: Batch): Promise<BatchAnswer> {
  const graph = graphs[batch.graph];
  if (graph === undefined) throw new Error('no such graph');
  const { session, shape, settings } = graph;
  const feeds = feedsOf(shape, batch);
  const startedMs = performance.now();
  let outputs: InferenceSession.ReturnType = {};
  try {
    outputs = await session.run(feeds, [shape.output]);
    const ms = performance.now() - startedMs;
    const output = outputs[shape.output] as Tensor;
    if (!(output.data instanceof Float32Array)) throw new Error(`the graph answered ${output.type}`);
    return { values: rowsOf({ data: output.data, dims: output.dims }, shape, batch, settings), ms };
  } finally {
    for (const tensor of [...Object.values(feeds), ...Object.values(outputs)]) tensor.dispose();
  }
}

async function answer(message: ToThread): Promise<FromThread> {
  const { id } = message;
  try {
    if (message.kind === 'run') return { kind: 'ran', id, answer: await run(message.batch) };
    const loaded: LoadedGraph[] = [];
    for (const graph of message.graphs) loaded.push(await load(graph));
    return { kind: 'loaded', id, graphs: loaded };
  } catch (error) {
    return { kind: 'failed', id, message: messageOf(error) };
  }
}

port.on('message', (message: ToThread) => {
  void answer(message).then((result) => {
    port.postMessage(result, result.kind === 'ran' ? [result.answer.values.buffer as ArrayBuffer] : []);
  });
});
