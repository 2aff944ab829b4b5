import type { RuleFault } from '../expansion.ts';
import type { Steps } from '../source/steps.ts';

/** A line `input => outputs` that takes its input's place. Words are folded, parted by a blank. */
export interface SynonymMapping {
  readonly input: string;
  readonly outputs: readonly string[];
  readonly file: string;
  readonly line: number;
}

type ByInput = ReadonlyMap<string, readonly SynonymMapping[]>;

/**
 * Mappings that lead back to their own input, as `a => b` with `b => a`: a query is expanded once, so that each word
 * would take the other's place. One fault a circle, at its first line.
 */
export function* circles(mappings: readonly SynonymMapping[]): Steps<readonly RuleFault[]> {
  const faults: RuleFault[] = [];
  for (const circle of yield* circlesOf(mappings)) faults.push(faultOf(circle));
  return faults;
}

/** As {@link circles}, of those only that no file has by itself. */
export function* circlesAcross(mappings: readonly SynonymMapping[]): Steps<readonly RuleFault[]> {
  const all = yield* circlesOf(mappings);
  return all.filter((circle) => new Set(circle.map(({ file }) => file)).size > 1).map(faultOf);
}

/** Each as the mappings along it. */
function* circlesOf(mappings: readonly SynonymMapping[]): Steps<readonly (readonly SynonymMapping[])[]> {
  const byInput = new Map<string, SynonymMapping[]>();
  for (const mapping of mappings) {
    if (mapping.outputs.includes(mapping.input)) continue;
    const same = byInput.get(mapping.input);
    if (same === undefined) byInput.set(mapping.input, [mapping]);
    else same.push(mapping);
    yield mapping.line;
  }
  const found: (readonly SynonymMapping[])[] = [];
  const done = new Set<string>();
  for (const [input, [first]] of byInput) {
    yield first?.line ?? 1;
    if (done.has(input)) continue;
    const circle = circleFrom(input, byInput, done);
    if (circle !== undefined) found.push(circle);
  }
  return found;
}

function faultOf(circle: readonly SynonymMapping[]): RuleFault {
  const [first] = circle;
  const { file, line } = first!;
  const words = circle.map(({ input }) => input);
  const path = [...words, words[0]].join(' => ');
  return {
    file,
    line,
    message: `"${path}" goes round in a circle: write "${words.join(', ')}" if they mean the same`,
  };
}

interface Step {
  readonly input: string;
  /** What is still to be followed from here. */
  readonly next: Mapped[];
}

interface Mapped {
  readonly output: string;
  readonly by: SynonymMapping;
}

/** A circle that can be reached from `input` through inputs that are not done; marks all it has seen as done. */
function circleFrom(input: string, byInput: ByInput, done: Set<string>): SynonymMapping[] | undefined {
  const path: Step[] = [{ input, next: nextOf(input, byInput) }];
  /** The mappings that lead from one step of the path to the next. */
  const taken: SynonymMapping[] = [];
  const onPath = new Map([[input, 0]]);
  let circle: SynonymMapping[] | undefined;
  done.add(input);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.next.pop();
    if (next === undefined) {
      onPath.delete(top.input);
      path.pop();
      taken.pop();
      continue;
    }
    const { output, by } = next;
    const start = onPath.get(output);
    if (start !== undefined) circle ??= [...taken.slice(start), by];
    if (done.has(output) || !byInput.has(output)) continue;
    done.add(output);
    onPath.set(output, path.length);
    taken.push(by);
    path.push({ input: output, next: nextOf(output, byInput) });
  }
  return circle;
}

function nextOf(input: string, byInput: ByInput): Mapped[] {
  return (byInput.get(input) ?? []).flatMap((by) => by.outputs.map((output) => ({ output, by })));
}
