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
  /** Its words, parted by one blank. */
  readonly text: string;
  /** Whether all its words are the query's own, not those of another reading. */
  readonly isOwn: boolean;
}

interface Node {
  /** The first child and its key; most nodes have no other, and a map takes room. */
  key?: string;
  first?: Node;
  next?: Map<string, Node>;
  prefixes?: Affixes;
  suffixes?: Affixes;
  targets?: Target[];
}

interface Affixes {
  readonly nodes: Map<string, Node>;
  /** Lengths of those that there are. */
  readonly lengths: Set<number>;
}

const NONE: ReadonlySet<number> = new Set();

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
  /** Whether the same words may be found by several ways. */
  readonly mayRepeat: boolean;
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
        found.push({ target, start: 0, end: 0, wildcard: undefined, text: '', isOwn: true });
    }
    for (let start = 0; start < steps.count; start += 1) {
      this.#walk(
        this.#root,
        { steps, start, found },
        { at: start, wildcard: undefined, text: '', isOwn: true },
      );
    }
    return steps.mayRepeat ? distinct(found) : found;
  }

  #walk(node: Node, search: Search, way: Way): void {
    const { steps, start, found } = search;
    const { at, wildcard, text, isOwn } = way;
    if (node.targets !== undefined) {
      for (const target of node.targets) {
        if ((target.left && start > 0) || (target.right && at < steps.count)) continue;
        found.push({ target, start, end: at, wildcard, text, isOwn });
      }
    }
    if (at >= steps.count || !hasChildren(node)) return;
    for (const step of steps.from(at)) {
      const { fields } = step.term;
      if (fields === undefined) this.#follow(node, step, step.folded, { search, way });
      else for (const field of fields) this.#follow(node, step, keyOf(step.folded, field), { search, way });
    }
  }

  /** Goes on with a word by its key, and with every beginning and end of it that is an input's. */
  #follow(node: Node, step: Step, key: string, on: { readonly search: Search; readonly way: Way }): void {
    const { search, way } = on;
    const { prefixes, suffixes } = node;
    const child = node.key === key ? node.first : node.next?.get(key);
    if (child !== undefined) this.#walk(child, search, after(way, step, way.wildcard));
    if (prefixes === undefined && suffixes === undefined) return;
    const { folded } = step;
    // A character that folds into several leaves no way back to what was typed.
    const typed = folded.length === step.term.text.length ? step.term.text : folded;
    const field = key.slice(0, key.length - folded.length);
    for (const length of prefixes?.lengths ?? NONE) {
      if (length >= folded.length) continue;
      const start = prefixes!.nodes.get(field + folded.slice(0, length));
      if (start !== undefined) this.#walk(start, search, after(way, step, typed.slice(length)));
    }
    for (const length of suffixes?.lengths ?? NONE) {
      if (length >= folded.length) continue;
      const end = suffixes!.nodes.get(field + folded.slice(-length));
      if (end !== undefined) this.#walk(end, search, after(way, step, typed.slice(0, -length)));
    }
  }

  /** One node for every way to choose a field for each term. */
  #leaves(terms: readonly InputTerm[]): readonly Node[] {
    let nodes: readonly Node[] = [this.#root];
    for (const term of terms) {
      const fields = term.fields ?? [undefined];
      nodes = nodes.flatMap((node) => fields.map((field) => childOf(node, term, field)));
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
  readonly text: string;
  readonly isOwn: boolean;
}

function after(
  { text, isOwn }: Way,
  { term, to, isOwn: stepIsOwn }: Step,
  wildcard: string | undefined,
): Way {
  return {
    at: to,
    wildcard,
    text: text === '' ? term.text : `${text} ${term.text}`,
    isOwn: isOwn && stepIsOwn,
  };
}

/** A term in several fields leads to the same input by several ways. */
function distinct(found: readonly Found[]): Found[] {
  const seen = new Map<Target, Set<string>>();
  return found.filter(({ target, start, end, text }) => {
    const place = `${start} ${end} ${text}`;
    const places = seen.get(target);
    if (places === undefined) seen.set(target, new Set([place]));
    else if (places.has(place)) return false;
    else places.add(place);
    return true;
  });
}

function hasChildren({ first, prefixes, suffixes }: Node): boolean {
  return first !== undefined || prefixes !== undefined || suffixes !== undefined;
}

function childOf(node: Node, { text, wildcard }: InputTerm, field: string | undefined): Node {
  const key = keyOf(text, field);
  if (wildcard === 'none') return plainChild(node, key);
  const affixes = wildcard === 'prefix' ? (node.prefixes ??= none()) : (node.suffixes ??= none());
  affixes.lengths.add(text.length);
  return entry(affixes.nodes, key);
}

function plainChild(node: Node, key: string): Node {
  if (node.key === key) return node.first!;
  if (node.key === undefined) {
    node.key = key;
    return (node.first = {});
  }
  return entry((node.next ??= new Map()), key);
}

function entry(nodes: Map<string, Node>, key: string): Node {
  let node = nodes.get(key);
  if (node === undefined) {
    node = {};
    nodes.set(key, node);
  }
  return node;
}

function none(): Affixes {
  return { nodes: new Map(), lengths: new Set() };
}

/** A term that names a field is looked up as it is typed: `field:word` finds it whether or not fields were told. */
function keyOf(folded: string, field: string | undefined): string {
  return field === undefined ? folded : `${field}:${folded}`;
}
