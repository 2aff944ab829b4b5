import { TextIndex, type TextIndexArrays } from '../../text/text-index.ts';
import { ListBuilder, type NumberLists } from '../source/number-lists.ts';
import type { InputTerm, SimpleInput } from './input.ts';
import { PackedTree, ROOT } from './packed-tree.ts';
import { type Target, TargetListBuilder } from './target-lists.ts';

type Wildcard = InputTerm['wildcard'];

/** The same word whole, as a beginning and as an end is three labels. */
const WILDCARDS: readonly Wildcard[] = ['none', 'prefix', 'suffix'];

/** All inputs of a file, by their terms, as arrays. */
export interface PackedTrie {
  readonly edges: Int32Array<ArrayBuffer>;
  /** A number for each term, with its field. */
  readonly terms: Readonly<Record<Wildcard, TextIndexArrays>>;
  /** By node. */
  readonly targets: NumberLists;
  /** Lengths of the beginnings, and ends, of words that lead on from a node. */
  readonly prefixes: NumberLists;
  readonly suffixes: NumberLists;
}

export class TrieBuilder {
  readonly #tree = new PackedTree();
  readonly #targets = new TargetListBuilder();
  readonly #terms: Readonly<Record<Wildcard, Map<string, number>>> = {
    none: new Map(),
    prefix: new Map(),
    suffix: new Map(),
  };
  readonly #prefixes = new ListBuilder();
  readonly #suffixes = new ListBuilder();
  /** Node and length of what is in these lists already. */
  readonly #affixes = { prefix: new Set<string>(), suffix: new Set<string>() };

  /** An input without words is the root's: a query of none ends there. */
  add({ terms, left, right }: SimpleInput, target: Pick<Target, 'rule' | 'literal'>): void {
    const sides = { ...target, left, right };
    if (terms.some(({ fields }) => fields !== undefined)) {
      for (const node of this.#leaves(terms)) this.#targets.add(node, sides);
      return;
    }
    let node = ROOT;
    for (const term of terms) node = this.#grown(node, term, undefined);
    this.#targets.add(node, sides);
  }

  packed(): PackedTrie {
    const { none, prefix, suffix } = this.#terms;
    return {
      edges: this.#tree.cells,
      terms: {
        none: TextIndex.arraysOf([...none.keys()]),
        prefix: TextIndex.arraysOf([...prefix.keys()]),
        suffix: TextIndex.arraysOf([...suffix.keys()]),
      },
      targets: this.#targets.packed(),
      prefixes: this.#prefixes.packed(),
      suffixes: this.#suffixes.packed(),
    };
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

  #grown(node: number, { text, wildcard }: InputTerm, field: string | undefined): number {
    const key = keyOf(text, field);
    const terms = this.#terms[wildcard];
    const known = terms.get(key);
    const number = known ?? terms.size;
    if (known === undefined) terms.set(key, number);
    if (wildcard !== 'none') {
      const listed = this.#affixes[wildcard];
      const place = `${node} ${text.length}`;
      const lengths = wildcard === 'prefix' ? this.#prefixes : this.#suffixes;
      if (!listed.has(place)) lengths.add(node, text.length);
      listed.add(place);
    }
    return this.#tree.grown(node, labelOf(wildcard, number));
  }
}

/** @param number of the term among those with this wildcard */
export function labelOf(wildcard: Wildcard, number: number): number {
  return number * WILDCARDS.length + WILDCARDS.indexOf(wildcard);
}

/** A term that names a field is looked up as it is typed: `field:word` finds it whether or not fields were told. */
export function keyOf(folded: string, field: string | undefined): string {
  return field === undefined ? folded : `${field}:${folded}`;
}
