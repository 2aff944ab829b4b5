import type { RuleTerm } from '../expansion.ts';
import { TextIndex } from '../../text/text-index.ts';
import { listOf } from '../source/number-lists.ts';
import type { InputTerm } from './input.ts';
import { PackedTree, ROOT } from './packed-tree.ts';
import { type Target, targetsOf } from './target-lists.ts';
import { keyOf, labelOf, type PackedTrie } from './trie-builder.ts';

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
  readonly #packed: PackedTrie;
  readonly #tree: PackedTree;
  readonly #terms: Readonly<Record<InputTerm['wildcard'], TextIndex>>;

  constructor(packed: PackedTrie) {
    this.#packed = packed;
    this.#tree = PackedTree.over(packed.edges);
    const { none, prefix, suffix } = packed.terms;
    this.#terms = {
      none: TextIndex.over(none),
      prefix: TextIndex.over(prefix),
      suffix: TextIndex.over(suffix),
    };
  }

  /** Every input that stands in the query, by where it begins. */
  find(steps: Steps): Found[] {
    const found: Found[] = [];
    if (steps.count === 0) {
      for (const target of targetsOf(this.#packed.targets, ROOT, { isFirst: true, isLast: true }))
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
    for (const target of targetsOf(this.#packed.targets, node, sides))
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
    const child = this.#childOf(node, 'none', { key });
    if (child !== undefined) this.#walk(child, search, after(way, step, way.wildcard));
    const prefixes = listOf(this.#packed.prefixes, node);
    const suffixes = listOf(this.#packed.suffixes, node);
    if (prefixes.length + suffixes.length === 0) return;
    const { folded } = step;
    // A character that folds into several leaves no way back to what was typed.
    const typed = folded.length === step.term.text.length ? step.term.text : folded;
    const named = key.length - folded.length;
    for (const length of prefixes) {
      if (length >= folded.length) continue;
      const start = this.#childOf(node, 'prefix', { key, to: named + length });
      if (start !== undefined) this.#walk(start, search, after(way, step, typed.slice(length)));
    }
    for (const length of suffixes) {
      if (length >= folded.length) continue;
      const end =
        named === 0
          ? this.#childOf(node, 'suffix', { key, from: key.length - length })
          : this.#childOf(node, 'suffix', { key: key.slice(0, named) + folded.slice(-length) });
      if (end !== undefined) this.#walk(end, search, after(way, step, typed.slice(0, -length)));
    }
  }

  #childOf(node: number, wildcard: InputTerm['wildcard'], { key, from, to }: Piece): number | undefined {
    const number = this.#terms[wildcard].numberOf(key, from, to);
    return number < 0 ? undefined : this.#tree.child(node, labelOf(wildcard, number));
  }
}

/** A part of a key; all of it where no offsets are given. */
interface Piece {
  readonly key: string;
  readonly from?: number;
  readonly to?: number;
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
