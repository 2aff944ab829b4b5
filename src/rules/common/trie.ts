import type { RuleTerm } from '../expansion.ts';
import type { InputTerm, SimpleInput } from './input.ts';
import { PackedTree, ROOT } from './packed-tree.ts';
import { type Target, TargetLists } from './target-lists.ts';

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

/** Lengths of the beginnings, or ends, of words that lead on from a node. */
type Lengths = Map<number, Set<number>>;

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
  readonly #tree = new PackedTree();
  readonly #targets = new TargetLists();
  /** A number for each term, with its field; the same word whole, as a beginning and as an end has three. */
  readonly #labels = {
    none: new Map<string, number>(),
    prefix: new Map<string, number>(),
    suffix: new Map<string, number>(),
  };
  #labelCount = 0;
  readonly #prefixes: Lengths = new Map();
  readonly #suffixes: Lengths = new Map();
  readonly #empty: Target[] = [];

  add({ terms, left, right }: SimpleInput, target: Pick<Target, 'rule' | 'literal'>): void {
    const full: Target = { ...target, left, right };
    if (terms.length === 0) return void this.#empty.push(full);
    for (const node of this.#leaves(terms)) this.#targets.add(node, full);
  }

  /** Every input that stands in the query, by where it begins. */
  find(steps: Steps): Found[] {
    const found: Found[] = [];
    if (steps.count === 0) {
      for (const target of this.#empty)
        found.push({ target, start: 0, end: 0, wildcard: undefined, text: '', isOwn: true });
    }
    for (let start = 0; start < steps.count; start += 1) {
      const way: Way = { at: start, wildcard: undefined, text: '', isOwn: true };
      this.#goOn(ROOT, { steps, start, found }, way);
    }
    return steps.mayRepeat ? distinct(found) : found;
  }

  #walk(node: number, search: Search, way: Way): void {
    const { steps, start, found } = search;
    const { at, wildcard, text, isOwn } = way;
    const sides = { isFirst: start === 0, isLast: at >= steps.count };
    for (const target of this.#targets.of(node, sides))
      found.push({ target, start, end: at, wildcard, text, isOwn });
    if (!sides.isLast) this.#goOn(node, search, way);
  }

  #goOn(node: number, search: Search, way: Way): void {
    for (const step of search.steps.from(way.at)) {
      const { fields } = step.term;
      if (fields === undefined) this.#follow(node, step, step.folded, { search, way });
      else for (const field of fields) this.#follow(node, step, keyOf(step.folded, field), { search, way });
    }
  }

  /** Goes on with a word by its key, and with every beginning and end of it that is an input's. */
  #follow(node: number, step: Step, key: string, on: { readonly search: Search; readonly way: Way }): void {
    const { search, way } = on;
    const child = this.#childOf(node, 'none', key);
    if (child !== undefined) this.#walk(child, search, after(way, step, way.wildcard));
    const prefixes = this.#prefixes.get(node);
    const suffixes = this.#suffixes.get(node);
    if (prefixes === undefined && suffixes === undefined) return;
    const { folded } = step;
    // A character that folds into several leaves no way back to what was typed.
    const typed = folded.length === step.term.text.length ? step.term.text : folded;
    const field = key.slice(0, key.length - folded.length);
    for (const length of prefixes ?? NONE) {
      if (length >= folded.length) continue;
      const start = this.#childOf(node, 'prefix', field + folded.slice(0, length));
      if (start !== undefined) this.#walk(start, search, after(way, step, typed.slice(length)));
    }
    for (const length of suffixes ?? NONE) {
      if (length >= folded.length) continue;
      const end = this.#childOf(node, 'suffix', field + folded.slice(-length));
      if (end !== undefined) this.#walk(end, search, after(way, step, typed.slice(0, -length)));
    }
  }

  /** One node for every way to choose a field for each term. */
  #leaves(terms: readonly InputTerm[]): readonly number[] {
    let nodes: readonly number[] = [ROOT];
    for (const term of terms) {
      const fields = term.fields ?? [undefined];
      nodes = nodes.flatMap((node) => fields.map((field) => this.#grown(node, term, field)));
    }
    return [...new Set(nodes)];
  }

  #childOf(node: number, kind: InputTerm['wildcard'], key: string): number | undefined {
    const label = this.#labels[kind].get(key);
    return label === undefined ? undefined : this.#tree.child(node, label);
  }

  #grown(node: number, { text, wildcard }: InputTerm, field: string | undefined): number {
    const key = keyOf(text, field);
    const labels = this.#labels[wildcard];
    let label = labels.get(key);
    if (label === undefined) {
      label = this.#labelCount;
      labels.set(key, label);
      this.#labelCount += 1;
    }
    if (wildcard !== 'none') {
      const lengths = wildcard === 'prefix' ? this.#prefixes : this.#suffixes;
      lengths.set(node, (lengths.get(node) ?? new Set()).add(text.length));
    }
    return this.#tree.grown(node, label);
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
  const seen = new Set<string>();
  return found.filter(({ target: { rule, literal }, start, end, text }) => {
    const place = `${rule} ${literal} ${start} ${end} ${text}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** A term that names a field is looked up as it is typed: `field:word` finds it whether or not fields were told. */
function keyOf(folded: string, field: string | undefined): string {
  return field === undefined ? folded : `${field}:${folded}`;
}
