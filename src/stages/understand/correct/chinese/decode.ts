import type { Lattice } from './lattice.ts';
import type { WordModel } from './word-model.ts';

/** A way to read a text, word by word. */
export interface Path {
  /** log10 of its probability, slips included; -Infinity where no words lead through. */
  readonly score: number;
  /** Numbers of the lattice's words. */
  readonly edges: readonly number[];
}

/** What is looked at of a lattice. */
export interface Scope {
  readonly from: number;
  readonly to: number;
  /** Words that may be used (1). */
  readonly allowed: Uint8Array;
  /** One that must be used, whatever is allowed; -1 for none. */
  readonly forced: number;
  /** Where that one begins. */
  readonly forcedAt: number;
}

const BEAM = 5;
/** Sets states of pairs apart from those of single words. */
const PAIRS = 1_000_000;

/** Finds the most probable way through a lattice, by a beam over the last two words. One for a thread: it has memory. */
export class Decoder {
  readonly #words: WordModel;
  #counts = new Uint8Array(0);
  #scores = new Float64Array(0);
  #lasts = new Int32Array(0);
  #pairs = new Int32Array(0);
  #edges = new Int32Array(0);
  #backs = new Int32Array(0);
  /** Of the hypotheses that are being extended, what their last two words tell of the next. */
  readonly #contexts = new Int32Array(BEAM);

  constructor(words: WordModel) {
    this.#words = words;
  }

  /** The best way through all words. */
  best(lattice: Lattice): Path {
    const allowed = new Uint8Array(lattice.size).fill(1);
    return this.within(lattice, { from: 0, to: lattice.length, allowed, forced: -1, forcedAt: -1 });
  }

  /** The best way through some words. */
  within(lattice: Lattice, scope: Scope): Path {
    const { from, to } = scope;
    this.#reserve(to - from + 1);
    this.#keep(0, 0, { last: -1, pair: -1, edge: -1, back: -1 });
    this.#read(lattice, scope, from);
    return this.#pathTo(to - from);
  }

  /**
   * How probable the best way with the forced word is. What comes before it is taken from the last call of
   * {@link within}, which must have been for the same lattice from the same place on, by the same words.
   */
  tried(lattice: Lattice, scope: Scope): number {
    const { from, to, forcedAt } = scope;
    this.#counts.fill(0, forcedAt - from + 1, to - from + 1);
    this.#read(lattice, scope, forcedAt);
    return this.scoreAt(to - from);
  }

  /** Of the best way to a place, counted from where the last one began; -Infinity where no words lead to it. */
  scoreAt(place: number): number {
    return this.#counts[place] === 0 ? -Infinity : this.#scores[place * BEAM]!;
  }

  /** Extends what is kept, from a place on. */
  #read(lattice: Lattice, scope: Scope, start: number): void {
    const { from, to } = scope;
    for (let at = start; at < to; at += 1) {
      const count = this.#counts[at - from]!;
      if (count === 0) continue;
      const first = (at - from) * BEAM;
      for (let one = 0; one < count; one += 1) {
        this.#contexts[one] = this.#words.context(this.#pairs[first + one]!);
      }
      const end = lattice.first[at + 1]!;
      for (let edge = lattice.first[at]!; edge < end; edge += 1) {
        if (mayStand(lattice, { at, edge }, scope)) this.#extend(lattice, edge, { at, from });
      }
    }
  }

  #extend(
    lattice: Lattice,
    edge: number,
    { at, from }: { readonly at: number; readonly from: number },
  ): void {
    const word = lattice.word(edge);
    const cost = lattice.cost(edge);
    const target = lattice.end(edge) - from;
    const first = (at - from) * BEAM;
    const count = this.#counts[at - from]!;
    const worst = target * BEAM + BEAM - 1;
    let last = -1;
    let pair = -1;
    for (let one = 0; one < count; one += 1) {
      const back = first + one;
      // Many of them end with the same word.
      if (this.#lasts[back] !== last) {
        last = this.#lasts[back]!;
        pair = this.#words.pair(last, word);
      }
      const score = this.#scores[back]! + cost + this.#words.trigram(this.#contexts[one]!, last, word, pair);
      if (this.#counts[target] === BEAM && this.#scores[worst]! >= score) continue;
      this.#keep(target, score, { last: word, pair, edge, back });
    }
  }

  /**
   * Keeps the best hypotheses of a place in order, one for each pair of last words. Where there is no more room, this one
   * must be better than the last.
   */
  #keep(target: number, score: number, one: Hypothesis): void {
    const first = target * BEAM;
    let count = this.#counts[target]!;
    const state = stateOf(one.last, one.pair);
    for (let slot = first; slot < first + count; slot += 1) {
      if (stateOf(this.#lasts[slot]!, this.#pairs[slot]!) !== state) continue;
      if (this.#scores[slot]! >= score) return;
      this.#remove(slot, first + count);
      count -= 1;
      break;
    }
    let slot = first + count;
    while (slot > first && this.#scores[slot - 1]! < score) slot -= 1;
    if (slot === first + BEAM) return;
    if (count < BEAM) count += 1;
    for (let below = first + count - 1; below > slot; below -= 1) this.#copy(below - 1, below);
    this.#scores[slot] = score;
    this.#lasts[slot] = one.last;
    this.#pairs[slot] = one.pair;
    this.#edges[slot] = one.edge;
    this.#backs[slot] = one.back;
    this.#counts[target] = count;
  }

  #remove(slot: number, end: number): void {
    for (let at = slot; at + 1 < end; at += 1) this.#copy(at + 1, at);
  }

  #copy(from: number, to: number): void {
    this.#scores[to] = this.#scores[from]!;
    this.#lasts[to] = this.#lasts[from]!;
    this.#pairs[to] = this.#pairs[from]!;
    this.#edges[to] = this.#edges[from]!;
    this.#backs[to] = this.#backs[from]!;
  }

  #pathTo(target: number): Path {
    const score = this.scoreAt(target);
    if (score === -Infinity) return { score, edges: [] };
    const edges: number[] = [];
    for (let slot = target * BEAM; this.#edges[slot]! >= 0; slot = this.#backs[slot]!) {
      edges.push(this.#edges[slot]!);
    }
    return { score, edges: edges.reverse() };
  }

  #reserve(places: number): void {
    if (this.#counts.length < places) {
      const slots = places * BEAM;
      this.#counts = new Uint8Array(places);
      this.#scores = new Float64Array(slots);
      this.#lasts = new Int32Array(slots);
      this.#pairs = new Int32Array(slots);
      this.#edges = new Int32Array(slots);
      this.#backs = new Int32Array(slots);
    }
    this.#counts.fill(0, 0, places);
  }
}

interface Place {
  readonly at: number;
  readonly edge: number;
}

interface Hypothesis {
  readonly last: number;
  /** Place of the pair of the last two words. */
  readonly pair: number;
  readonly edge: number;
  readonly back: number;
}

function mayStand(lattice: Lattice, { at, edge }: Place, { to, allowed, forced, forcedAt }: Scope): boolean {
  const end = lattice.end(edge);
  if (end > to) return false;
  if (edge === forced) return true;
  if (forced >= 0 && at < lattice.end(forced) && end > forcedAt) return false;
  return allowed[edge] === 1;
}

function stateOf(last: number, pair: number): number {
  return pair >= 0 ? pair + PAIRS : last;
}
