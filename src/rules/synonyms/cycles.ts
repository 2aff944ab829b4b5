import type { RuleFault } from '../expansion.ts';

/** A line `input => outputs` that takes its input's place. Words are folded, parted by a blank. */
export interface SynonymMapping {
  readonly input: string;
  readonly outputs: readonly string[];
  readonly file: string;
  readonly line: number;
}

/**
 * Doubts about mappings that lead back to their own input, as `a => b` with `b => a`: a query is expanded once, so
 * that each word takes the other's place. One fault a circle, at its first line.
 */
export function synonymFaults(mappings: readonly SynonymMapping[]): RuleFault[] {
  const byInput = new Map<string, SynonymMapping[]>();
  for (const mapping of mappings) {
    if (mapping.outputs.includes(mapping.input)) continue;
    const same = byInput.get(mapping.input);
    if (same === undefined) byInput.set(mapping.input, [mapping]);
    else same.push(mapping);
  }
  const faults: RuleFault[] = [];
  const done = new Set<string>();
  for (const [input, [first]] of byInput) {
    if (done.has(input)) continue;
    const circle = circleFrom(input, byInput, done);
    if (circle === undefined) continue;
    const { file, line } = byInput.get(circle[0]!)?.[0] ?? first!;
    const path = [...circle, circle[0]].join(' => ');
    faults.push({
      file,
      line,
      message: `"${path}" goes round in a circle: write "${circle.join(', ')}" if they mean the same`,
    });
  }
  return faults;
}

/** A circle that can be reached from `input` through inputs that are not done; marks all it has seen as done. */
function circleFrom(
  input: string,
  byInput: ReadonlyMap<string, readonly SynonymMapping[]>,
  done: Set<string>,
): string[] | undefined {
  const path = [{ input, next: outputsOf(input, byInput) }];
  const onPath = new Map([[input, 0]]);
  let circle: string[] | undefined;
  done.add(input);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const output = top.next.pop();
    if (output === undefined) {
      onPath.delete(top.input);
      path.pop();
      continue;
    }
    const start = onPath.get(output);
    if (start !== undefined) circle ??= path.slice(start).map((step) => step.input);
    if (done.has(output) || !byInput.has(output)) continue;
    done.add(output);
    onPath.set(output, path.length);
    path.push({ input: output, next: outputsOf(output, byInput) });
  }
  return circle;
}

function outputsOf(input: string, byInput: ReadonlyMap<string, readonly SynonymMapping[]>): string[] {
  return (byInput.get(input) ?? []).flatMap(({ outputs }) => outputs);
}
