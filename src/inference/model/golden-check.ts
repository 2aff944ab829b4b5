import type { DeviceName } from '../device/device.ts';
import { ModelFault } from '../fault.ts';
import type { Input } from '../tokenize/input.ts';
import type { Golden } from './golden.ts';
import type { LiveModel } from './live-model.ts';

/**
 * Holds a model to its golden.json.
 * @throws ModelFault at the first entry that it misses
 */
export async function checkGolden(
  model: Pick<LiveModel, 'folder' | 'kind'>,
  golden: Golden | undefined,
  run: (input: Input) => Promise<Float32Array>,
  device: DeviceName,
): Promise<void> {
  if (golden === undefined) return;
  const { inputs, settings } = model.folder;
  const entries = model.kind === 'cross-encoder' ? golden.pairs : golden.texts;
  if (entries.length === 0) {
    throw new ModelFault(
      `golden.json: "${model.kind === 'cross-encoder' ? 'pairs' : 'texts'}" is empty, but the model is ${model.kind === 'encoder' ? 'an' : 'a'} ${model.kind}`,
    );
  }
  const tolerance = golden.tolerance[device];
  if (model.kind === 'cross-encoder') {
    for (const [at, { query, text, ids, score }] of golden.pairs.entries()) {
      const input = inputs.pairs(query)(text);
      sameIds(input, ids, `pairs[${at}]`);
      const [got] = await run(input);
      const wanted = score[device];
      if (Math.abs(got! - wanted) <= tolerance) continue;
      throw new ModelFault(`golden.json: pairs[${at}] must score ${wanted} ± ${tolerance}; it scores ${got}`);
    }
    return;
  }
  for (const [at, { text, as, ids, vector }] of golden.texts.entries()) {
    const input = inputs.single(settings.prefix[as] + text);
    sameIds(input, ids, `texts[${at}]`);
    const got = await run(input);
    const wanted = vector[device];
    if (got.length !== wanted.length) {
      throw new ModelFault(
        `golden.json: texts[${at}] has ${wanted.length} numbers; the model gives ${got.length}`,
      );
    }
    const distance = 1 - cosine(got, wanted);
    if (distance <= tolerance) continue;
    throw new ModelFault(
      `golden.json: texts[${at}] lies ${distance.toFixed(4)} (1 - cosine) away; ${tolerance} is allowed`,
    );
  }
}

function sameIds({ ids }: Input, expected: readonly number[] | undefined, place: string): void {
  if (
    expected === undefined ||
    (ids.length === expected.length && ids.every((id, at) => id === expected[at]))
  )
    return;
  throw new ModelFault(
    `golden.json: ${place} must be the ids ${expected.join(' ')}; the tokenizer makes ${ids.join(' ')}`,
  );
}

function cosine(a: ArrayLike<number>, b: readonly number[]): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [at, y] of b.entries()) {
    const x = a[at]!;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
