import { type NumberLists, ListBuilder } from '../source/number-lists.ts';

/** What an input is for: a rule, or a literal of one. */
export interface Target {
  /** Number of the rule. */
  readonly rule: number;
  /** Number of the literal in a boolean input; undefined for a simple one. */
  readonly literal?: number;
  /** Whether the query must begin, or end, with the input. */
  readonly left: boolean;
  readonly right: boolean;
}

const LEFT = 1;
const RIGHT = 2;

/** Lists of targets by number of their node, in the order in which they were added. */
export class TargetListBuilder {
  readonly #lists = new ListBuilder();

  add(node: number, { rule, literal, left, right }: Target): void {
    this.#lists.add(node, rule);
    this.#lists.add(node, ((literal ?? -1) + 1) * 4 + ((left ? LEFT : 0) | (right ? RIGHT : 0)));
  }

  packed(): NumberLists {
    return this.#lists.packed();
  }
}

/** What stands around an input in a query: whether nothing does before it, and behind it. */
export interface Sides {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The targets of a node whose sides fit. */
export function targetsOf(
  { starts, values }: NumberLists,
  node: number,
  { isFirst, isLast }: Sides,
): Target[] {
  const targets: Target[] = [];
  const end = starts[node + 1] ?? 0;
  for (let at = starts[node] ?? 0; at < end; at += 2) {
    const packed = values[at + 1]!;
    const [left, right] = [(packed & LEFT) !== 0, (packed & RIGHT) !== 0];
    if ((left && !isFirst) || (right && !isLast)) continue;
    const literal = (packed >>> 2) - 1;
    const rule = values[at]!;
    targets.push(literal < 0 ? { rule, left, right } : { rule, literal, left, right });
  }
  return targets;
}
