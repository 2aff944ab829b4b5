import { ModelFault } from '../fault.ts';

/** What the outermost layer of an ONNX file says, read without running anything. */
export interface OnnxFile {
  /** Of the standard operators; undefined where the file does not say. */
  readonly opset: number | undefined;
  /** Whether activations are quantised as they come, so that a score depends on what else is in its batch. */
  readonly dynamicInt8: boolean;
}

// Field numbers of ModelProto, GraphProto, TensorProto and so on (onnx.proto3).
const MODEL = { graph: 7, opsetImport: 8 } as const;
const GRAPH = { initializer: 5 } as const;
const TENSOR = { externalData: 13, dataLocation: 14 } as const;
const ENTRY = { key: 1, value: 2 } as const;
const EXTERNAL = 1;
const OPSET = { domain: 1, version: 2 } as const;
const NEWEST_OPSET = 25;
const LFS_POINTER = 'version https://git-lfs';
const DYNAMIC = Buffer.from('DynamicQuantize');

/**
 * Walks the top level of the file, so that one that was cut off or is something else is told apart from a graph that
 * ONNX Runtime does not like.
 * @throws ModelFault
 */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  if (Buffer.from(bytes.subarray(0, LFS_POINTER.length)).toString() === LFS_POINTER) {
    throw new ModelFault('the graph is a pointer of Git LFS, not the file itself: run "git lfs pull"');
  }
  let opset: number | undefined;
  let graph: Uint8Array | undefined;
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') continue;
    if (field === MODEL.graph) graph = value;
    if (field !== MODEL.opsetImport) continue;
    const entry = new Map(Array.from(fieldsOf(value), (inner) => [inner.field, inner.value]));
    const domain = entry.get(OPSET.domain);
    const isStandard = domain === undefined || (typeof domain !== 'number' && domain.length === 0);
    const version = entry.get(OPSET.version);
    if (isStandard && typeof version === 'number') opset = version;
  }
  if (graph === undefined) throw new ModelFault('the graph is not an ONNX model');
  if (opset !== undefined && opset > NEWEST_OPSET) {
    throw new ModelFault(
      `the graph is of opset ${opset}; ONNX Runtime knows opsets up to ${NEWEST_OPSET}: export it again with an older one`,
    );
  }
  const weights = weightsElsewhere(graph);
  if (weights !== undefined) {
    throw new ModelFault(
      `the graph keeps its weights in another file (${weights}): put them inside with onnx.save(onnx.load("model.onnx"), "model.onnx")`,
    );
  }
  return { opset, dynamicInt8: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(DYNAMIC) };
}

/** Name of the file that holds weights which are not inside, as `torch.onnx.export` writes it unless told otherwise. */
function weightsElsewhere(graph: Uint8Array): string | undefined {
  for (const { field, value } of fieldsOf(graph)) {
    if (field !== GRAPH.initializer || typeof value === 'number') continue;
    const tensor = [...fieldsOf(value)];
    if (!tensor.some((one) => one.field === TENSOR.dataLocation && one.value === EXTERNAL)) continue;
    const entries = tensor.flatMap((one) =>
      one.field === TENSOR.externalData && typeof one.value !== 'number' ? [textsOf(one.value)] : [],
    );
    return entries.find((entry) => entry.get(ENTRY.key) === 'location')?.get(ENTRY.value) ?? 'unnamed';
  }
  return undefined;
}

function textsOf(message: Uint8Array): ReadonlyMap<number, string> {
  return new Map(
    Array.from(fieldsOf(message), ({ field, value }) => [
      field,
      typeof value === 'number' ? String(value) : Buffer.from(value).toString(),
    ]),
  );
}

interface Field {
  readonly field: number;
  /** A number, or the bytes of a text or message. */
  readonly value: number | Uint8Array;
}

/** Fields of one protobuf message. @throws ModelFault */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 56) throw damaged();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) {
      throw new ModelFault(`the graph's file is cut off: ${at + length - bytes.length} bytes are missing`);
    }
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) yield { field, value: varint() };
    else if (tag % 8 === 2) yield { field, value: take(varint()) };
    else if (tag % 8 === 1) take(8);
    else if (tag % 8 === 5) take(4);
    else throw damaged();
  }
}

function damaged(): ModelFault {
  return new ModelFault('the graph is not an ONNX model: its file is damaged, or something else');
}
