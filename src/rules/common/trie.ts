import type { RuleTerm } from '../expansion.ts';
import type { InputTerm, SimpleInput } from './input.ts';

/** What an input is for: a rule, or a literal of one. */
export interface Target {
  /** Number of the rule. */
  readonly rule: number;
  /** Number of the literal in a boolean input; undefined for a simple one. */
  readonly literal?: number;
  readonly left: boolean;
  readonly right: boolean;
}

/** An input that was found. */
export interface Found {
  readonly target: Target;
  /** Half-open range of steps. */
  readonly start: number;
  readonly end: number;
  /** What its wildcard matched, as typed. */
  readonly wildcard: string | undefined;
  /** Whether all its words are the query's own, not those of another reading. */
  readonly isOwn: boolean;
}

interface Node {
  next?: Map<string, Node>;
  prefixes?: Affixes;
  suffixes?: Affixes;
  targets?: Target[];
}

interface Affixes {
  readonly nodes: Map<string, Node>;
  /** Characters of the longest one, its field included. */
  longest: number;
}

/** A word that begins at a step. */
export interface Step {
  readonly term: RuleTerm;
  readonly folded: string;
  /** The step behind it. */
  readonly to: number;
  /** Whether it is a word of the query as it was cut, not of another reading. */
  readonly isOwn: boolean;
}

/** Where the steps of a query lead; several words may begin at one. */
export interface Steps {
  /** Steps are numbered from 0; the last one has nothing behind it. */
  readonly count: number;
  from(step: number): readonly Step[];
}

/** All inputs of a file, by their terms. */
export class InputTrie {
  readonly #root: Node = {};
  readonly #empty: Target[] = [];

  add({ terms, left, right }: SimpleInput, target: Pick<Target, 'rule' | 'literal'>): void {
    const full: Target = { ...target, left, right };
    if (terms.length === 0) return void this.#empty.push(full);
    for (const node of this.#leaves(terms)) (node.targets ??= []).push(full);
  }

  /** Every input that stands in the query, by where it begins. */
  find(steps: Steps): Found[] {
    const found: Found[] = [];
    if (steps.count === 0) {
      for (const target of this.#empty)
        found.push({ target, start: 0, end: 0, wildcard: undefined, isOwn: true });
    }
    for (let start = 0; start < steps.count; start += 1) {
      this.#walk(this.#root, { steps, start, found }, { at: start, wildcard: undefined, isOwn: true });
    }
    return found;
  }

  #walk(node: Node, search: Search, way: Way): void {
    const { steps, start, found } = search;
    const { at, wildcard, isOwn } = way;
    for (const target of node.targets ?? []) {
      if ((target.left && start > 0) || (target.right && at < steps.count)) continue;
      found.push({ target, start, end: at, wildcard, isOwn });
    }
    if (at >= steps.count || !hasChildren(node)) return;
    for (const step of steps.from(at)) {
      const next = { at: step.to, wildcard, isOwn: isOwn && step.isOwn };
      for (const field of step.term.fields ?? [undefined]) {
        const child = node.next?.get(keyOf(step.folded, field));
        if (child !== undefined) this.#walk(child, search, next);
        for (const [child, rest] of affixed(node, step, field))
          this.#walk(child, search, { ...next, wildcard: rest });
      }
    }
  }

  /** One node for every way to choose a field for each term. */
  #leaves(terms: readonly InputTerm[]): readonly Node[] {
    let nodes: readonly Node[] = [this.#root];
    for (const { text, fields, wildcard } of terms) {
      const keys = (fields ?? [undefined]).map((field) => keyOf(text, field));
      nodes = nodes.flatMap((node) => keys.map((key) => childOf(node, key, wildcard)));
    }
    return [...new Set(nodes)];
  }
}

interface Search {
  readonly steps: Steps;
  readonly start: number;
  readonly found: Found[];
}

interface Way {
  readonly at: number;
  readonly wildcard: string | undefined;
  readonly isOwn: boolean;
}

/** Children by the beginning or the end of a word, with the rest of it; that has one character or more. */
function* affixed(
  { prefixes, suffixes }: Node,
  { term: { text }, folded }: Step,
  field: string | undefined,
): Generator<readonly [Node, string]> {
  for (let length = Math.min(prefixes?.longest ?? 0, folded.length - 1); length >= 1; length -= 1) {
    const child = prefixes!.nodes.get(keyOf(folded.slice(0, length), field));
    if (child !== undefined) yield [child, text.slice(length)];
  }
  for (let length = Math.min(suffixes?.longest ?? 0, folded.length - 1); length >= 1; length -= 1) {
    const child = suffixes!.nodes.get(keyOf(folded.slice(-length), field));
    if (child !== undefined) yield [child, text.slice(0, -length)];
  }
}

function hasChildren({ next, prefixes, suffixes }: Node): boolean {
  return next !== undefined || prefixes !== undefined || suffixes !== undefined;
}

function childOf(node: Node, key: string, wildcard: InputTerm['wildcard']): Node {
  let children: Map<string, Node>;
  if (wildcard === 'none') {
    children = node.next ??= new Map();
  } else {
    const affixes = wildcard === 'prefix' ? (node.prefixes ??= none()) : (node.suffixes ??= none());
    affixes.longest = Math.max(affixes.longest, key.length);
    children = affixes.nodes;
  }
  let child = children.get(key);
  if (child === undefined) {
    child = {};
    children.set(key, child);
  }
  return child;
}

function none(): Affixes {
  return { nodes: new Map(), longest: 0 };
}

/** A term that names a field is another one than the same word without. */
function keyOf(folded: string, field: string | undefined): string {
  return field === undefined ? folded : `${field}\0${folded}`;
}
