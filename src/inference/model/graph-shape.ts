import { ModelFault } from '../fault.ts';
import type { ModelKind, ModelSettings } from './settings.ts';

/** A named input or output of a graph, as ONNX Runtime describes it; symbolic axes are texts. */
export interface Port {
  readonly name: string;
  /** Type of its numbers: `int32`, `float32` …; undefined for what is no tensor. */
  readonly type: string | undefined;
  readonly shape: readonly (number | string)[];
}

/** How a graph is fed and read. */
export interface GraphShape {
  readonly kind: ModelKind;
  readonly inputs: readonly GraphInput[];
  readonly output: string;
  /** Axes of the output; three are `[batch, tokens, dims]`, to be pooled. */
  readonly axes: 1 | 2 | 3;
  /** Its last axis where the graph says; 1 where there is but the batch. */
  readonly columns: number | undefined;
}

export interface GraphInput {
  readonly name: 'input_ids' | 'attention_mask' | 'token_type_ids' | 'position_ids';
  readonly type: 'int32' | 'int64';
}

const INPUTS: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
const REQUIRED = ['input_ids', 'attention_mask'];

type Wanted = Pick<ModelSettings, 'kind' | 'output' | 'dims'>;

/** Finds out what a graph is by its inputs and outputs. @throws ModelFault */
export function graphShape(inputs: readonly Port[], outputs: readonly Port[], wanted: Wanted): GraphShape {
  const output = outputOf(outputs, wanted);
  const columns = output.shape.length === 1 ? 1 : output.shape.at(-1);
  const known = typeof columns === 'number' && columns > 0 ? columns : undefined;
  const kind = wanted.kind ?? kindOf(output, known);
  if (kind === 'cross-encoder' && (output.shape.length === 3 || (known ?? 1) > 2)) {
    throw new ModelFault(
      `the output ${described(output)} is no cross-encoder's; it must be [batch], [batch, 1] or [batch, 2]`,
    );
  }
  if (kind === 'encoder' && output.shape.length === 1) {
    throw new ModelFault(
      `the output ${described(output)} is no encoder's; it must be [batch, dims] or [batch, tokens, dims]`,
    );
  }
  if (kind === 'encoder' && wanted.dims !== undefined && known !== undefined && wanted.dims !== known) {
    throw new ModelFault(`model.json: "dims" is ${wanted.dims}, but the graph gives vectors of ${known}`);
  }
  return {
    kind,
    inputs: inputsOf(inputs),
    output: output.name,
    axes: output.shape.length as 1 | 2 | 3,
    columns: known,
  };
}

function inputsOf(ports: readonly Port[]): readonly GraphInput[] {
  const names = ports.map(({ name }) => name);
  const missing = REQUIRED.find((name) => !names.includes(name));
  const strange = names.find((name) => !INPUTS.includes(name));
  if (missing !== undefined || strange !== undefined) {
    throw new ModelFault(
      `the graph's inputs are ${names.join(', ')}; they must be input_ids and attention_mask, and may be token_type_ids and position_ids`,
    );
  }
  return ports.map((port): GraphInput => {
    if (port.type !== 'int32' && port.type !== 'int64') {
      throw new ModelFault(
        `the input ${port.name} is of type ${port.type ?? 'unknown'}; it must be int32 or int64`,
      );
    }
    if (port.shape.length !== 2 || port.shape.some((axis) => typeof axis === 'number' && axis >= 0)) {
      throw new ModelFault(`the input ${described(port)} must have two axes, batch and tokens, both dynamic`);
    }
    return { name: port.name as GraphInput['name'], type: port.type };
  });
}

function outputOf(ports: readonly Port[], { output: name, kind }: Wanted): Port {
  const fits = ({ type, shape }: Port): boolean =>
    type === 'float32' && shape.length >= (kind === 'encoder' ? 2 : 1) && shape.length <= 3;
  const found = ports.find((port) => (name === undefined ? fits(port) : port.name === name));
  if (found !== undefined && fits(found)) return found;
  const all = ports.map(described).join(', ');
  if (name !== undefined && found === undefined) {
    throw new ModelFault(`model.json: the graph has no output "${name}"; it has ${all}`);
  }
  throw new ModelFault(`no output can be used: ${all}; it must be float32 with one to three axes`);
}

function kindOf(output: Port, columns: number | undefined): ModelKind {
  if (output.shape.length === 3) return 'encoder';
  if (output.shape.length === 1) return 'cross-encoder';
  if (columns === undefined) {
    throw new ModelFault(
      `the output ${described(output)} could be scores or vectors; say "kind" in model.json`,
    );
  }
  if (columns <= 2) return 'cross-encoder';
  // A classifier of three classes and more is neither, but looks like a short vector.
  if (output.name === 'logits') {
    throw new ModelFault(
      `the output ${described(output)} has more than two logits; say "kind" in model.json if they are a vector`,
    );
  }
  return 'encoder';
}

function described({ name, type, shape }: Port): string {
  return `${name} ${type ?? 'no tensor'}[${shape.join(', ')}]`;
}
