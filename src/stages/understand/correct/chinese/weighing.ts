import type { CandidateSource } from './candidates.ts';
import { changedEnd } from './character-model.ts';
import { SAME_SHAPE, SAME_SOUND } from './chinese-model.ts';
import type { Decoder, Path } from './decode.ts';
import { FEATURE, FEATURES } from './features.ts';
import type { Lattice } from './lattice.ts';
import type { Reading } from './reading.ts';
import { LONGEST } from './words-at.ts';

/** Another word for a piece of a run of Chinese characters. */
export interface Proposal {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** By `FEATURES`. */
  readonly features: Float64Array;
}

/** Whether the catalogue holds a text. */
export type Known = (text: string) => boolean;

/** Proposals worse than this are not looked at: log10 of odds, the last one natural. */
const LEAST_CHARACTERS = -2.5;
const LEAST_MARGIN = -2.5;
const LEAST_NEIGHBOURS = -4.5;
/** Well above what adding up in another order makes of a sum of logarithms. */
const ROUNDING = 1e-9;
/** What is looked at around a change when words are weighed. */
const WINDOW = 5;
/** Odds beyond this say nothing more. */
const MOST = 8;

interface Tools {
  readonly decoder: Decoder;
  /** Tries one word after the other in the same surroundings, which it remembers. */
  readonly trials: Decoder;
  readonly known: Known | undefined;
}

/** A candidate where it stands. */
interface Change {
  readonly start: number;
  readonly end: number;
  /** In the lattice. */
  readonly edge: number;
  readonly word: number;
}

/** Everything that may have been meant in a run, each weighed by itself. */
export class Weighing {
  readonly #reading: Reading;
  readonly #source: CandidateSource;
  readonly #tools: Tools;
  readonly #lattice: Lattice;
  /** Words as they were typed (1). */
  readonly #typed: Uint8Array;
  /** Sums of the scores of the characters before each place. */
  readonly #sums: Float64Array;
  /** The word of the lattice that each place is part of as it was typed. */
  readonly #typedEdges: Int32Array;
  /** Where a change begins whose surroundings the trials have read last, and how probable they are as typed, by place. */
  #triedAt = -1;
  readonly #typedUpTo: Float64Array;
  /** The reading that is best as a whole, all mistakes mended. */
  readonly #best: Path;

  constructor(reading: Reading, source: CandidateSource, tools: Tools) {
    this.#reading = reading;
    this.#source = source;
    this.#tools = tools;
    this.#lattice = source.of(reading);
    this.#typed = Uint8Array.from({ length: this.#lattice.size }, (_, edge) =>
      this.#lattice.cost(edge) === 0 ? 1 : 0,
    );
    const { scores } = reading.sequences;
    this.#sums = new Float64Array(scores.length + 1);
    for (let at = 1; at < scores.length; at += 1) this.#sums[at + 1] = this.#sums[at]! + scores[at]!;
    this.#typedUpTo = new Float64Array(this.#lattice.length + 1);
    this.#typedEdges = new Int32Array(this.#lattice.length).fill(-1);
    this.#readTypedWords();
    this.#best = tools.decoder.best(this.#lattice);
  }

  proposals(): readonly Proposal[] {
    const found: Proposal[] = [];
    const lattice = this.#lattice;
    const best = new Set(this.#best.edges);
    for (let start = 0; start < lattice.length; start += 1) {
      for (let edge = lattice.first[start]!; edge < lattice.first[start + 1]!; edge += 1) {
        if (this.#typed[edge] === 1) continue;
        const word = lattice.word(edge);
        const change = { start, end: lattice.end(edge), edge, word };
        const features = this.#weighed(change, best.has(edge));
        if (features === undefined) continue;
        found.push({ start, end: change.end, text: this.#source.model.word(word), features });
      }
    }
    return found;
  }

  /** Undefined where a change is too improbable to be looked at. */
  #weighed(change: Change, inBest: boolean): Float64Array | undefined {
    const neighbours = this.#neighbourGain(change);
    if (!inBest && neighbours < LEAST_NEIGHBOURS) return undefined;
    const cost = this.#lattice.cost(change.edge);
    const characters = this.#characterGain(change, inBest ? -Infinity : LEAST_CHARACTERS - cost);
    if (!inBest && characters + cost < LEAST_CHARACTERS) return undefined;
    const margin = this.#margin(change);
    if (!inBest && !(margin > LEAST_MARGIN)) return undefined;
    const features = this.#features(change, { margin, characters, neighbours });
    if (inBest) {
      const best = Math.min(this.#bestMargin(change), MOST);
      features[FEATURE.inBest] = 1;
      features[FEATURE.bestMargin] = best;
      features[FEATURE.bestMarginSquared] = (best * best) / MOST;
    }
    return features;
  }

  #readTypedWords(): void {
    const lattice = this.#lattice;
    const scope = { from: 0, to: lattice.length, allowed: this.#typed, forced: -1, forcedAt: -1 };
    let start = 0;
    for (const edge of this.#tools.decoder.within(lattice, scope).edges) {
      this.#typedEdges.fill(edge, start, lattice.end(edge));
      start = lattice.end(edge);
    }
  }

  /** Puts another word into the codes of the run, until it is taken back. */
  #put({ start, end, word }: Change): void {
    const { codes } = this.#reading;
    for (let at = start; at < end; at += 1) codes[at + 1] = this.#source.model.codeOf(word, at - start);
  }

  #takeBack({ start, end }: Change): void {
    const { codes, run } = this.#reading;
    for (let at = start; at < end; at += 1) codes[at + 1] = run.charCodeAt(at);
  }

  /** How much better the new characters fit their neighbours, natural logarithm of odds. */
  #neighbourGain({ start, end, word }: Change): number {
    const reading = this.#reading;
    let gain = 0;
    for (let at = start; at < end; at += 1) {
      const code = this.#source.model.codeOf(word, at - start);
      if (code !== reading.codes[at + 1]) gain += reading.gain(at, code);
    }
    return gain;
  }

  /**
   * How much likelier the characters are with the candidate in its place, log10.
   * @param least from which on it is asked for; below that it may be -Infinity
   */
  #characterGain(change: Change, least: number): number {
    const { codes, sequences } = this.#reading;
    const changed = { start: change.start + 1, end: change.end + 1 };
    const typed = this.#sums[changedEnd(codes, changed.end)]! - this.#sums[changed.start]!;
    const { characters } = this.#source.model;
    this.#put(change);
    const sum = characters.changedScore(codes, changed, sequences, typed + least - ROUNDING);
    this.#takeBack(change);
    return sum - typed;
  }

  /** How much likelier the words are, log10, slips included; looked at in a window. */
  #margin({ start, end, edge }: Change): number {
    const { trials } = this.#tools;
    const lattice = this.#lattice;
    const from = Math.max(0, start - WINDOW);
    if (this.#triedAt !== start) {
      const to = Math.min(lattice.length, start + LONGEST + WINDOW);
      trials.within(lattice, { from, to, allowed: this.#typed, forced: -1, forcedAt: -1 });
      for (let at = start; at <= to; at += 1) this.#typedUpTo[at] = trials.scoreAt(at - from);
      this.#triedAt = start;
    }
    const to = Math.min(lattice.length, end + WINDOW);
    const scope = { from, to, allowed: this.#typed, forced: edge, forcedAt: start };
    return trials.tried(lattice, scope) - this.#typedUpTo[to]!;
  }

  /** What the best reading would lose if this one word stayed as it was typed, log10. */
  #bestMargin({ start, end }: Change): number {
    const lattice = this.#lattice;
    const allowed = new Uint8Array(lattice.size);
    for (const edge of this.#best.edges) allowed[edge] = 1;
    for (let at = start; at < end; at += 1) {
      for (let edge = lattice.first[at]!; edge < lattice.first[at + 1]!; edge += 1) {
        allowed[edge] = this.#typed[edge] === 1 && lattice.end(edge) <= end ? 1 : 0;
      }
    }
    const scope = { from: 0, to: lattice.length, allowed, forced: -1, forcedAt: -1 };
    return this.#best.score - this.#tools.decoder.within(lattice, scope).score;
  }

  #features(
    change: Change,
    gains: { readonly margin: number; readonly characters: number; readonly neighbours: number },
  ): Float64Array {
    const values = new Float64Array(FEATURES.length);
    const margin = Math.max(-3, Math.min(gains.margin, MOST));
    const characters = Math.max(-4, Math.min(gains.characters, MOST));
    const neighbours = Math.max(-4, Math.min(gains.neighbours, 2 * MOST)) / 2;
    values[FEATURE.bias] = 1;
    values[FEATURE.margin] = margin;
    values[FEATURE.marginSquared] = (margin * margin) / MOST;
    values[FEATURE.characters] = characters;
    values[FEATURE.charactersSquared] = (characters * characters) / MOST;
    values[FEATURE.both] = (margin * characters) / MOST;
    values[FEATURE.neighbours] = neighbours;
    values[FEATURE.neighboursSquared] = (neighbours * neighbours) / MOST;
    values[FEATURE.neighboursMargin] = (neighbours * margin) / MOST;
    values[FEATURE.neighboursCharacters] = (neighbours * characters) / MOST;
    this.#describeChange(change, values);
    this.#describeWords(change, values);
    const { start, end } = change;
    const { codes } = this.#reading;
    const sequences = this.#source.model.characters;
    const place = { start: start + 1, end: end + 1 };
    this.#put(change);
    values[FEATURE.newTriples] = sequences.shareRead(codes, place, 3);
    this.#takeBack(change);
    values[FEATURE.oldTriples] = sequences.shareRead(codes, place, 3);
    values[FEATURE.oldDoubles] = sequences.shareRead(codes, place, 2);
    return values;
  }

  #describeChange({ start, end, edge, word }: Change, values: Float64Array): void {
    const { run, codes, options } = this.#reading;
    const length = end - start;
    let differing = 0;
    let kinds = SAME_SOUND | SAME_SHAPE;
    let isBest = 1;
    for (let at = start; at < end; at += 1) {
      const code = this.#source.model.codeOf(word, at - start);
      if (codes[at + 1] === code) continue;
      differing += 1;
      kinds &= this.#source.model.alikeKind(codes[at + 1]!, code);
      const first = options.first(at);
      if (first === options.first(at + 1) || options.code(first) !== code) isBest = 0;
    }
    values[FEATURE.neighboursBest] = isBest;
    values[FEATURE.sound] = (kinds & SAME_SOUND) === 0 ? 0 : 1;
    values[FEATURE.shape] = (kinds & SAME_SHAPE) === 0 ? 0 : 1;
    values[FEATURE.cost] = this.#lattice.cost(edge);
    values[FEATURE.single] = length === 1 ? 1 : 0;
    values[FEATURE.long] = length > 2 ? 1 : 0;
    values[FEATURE.two] = differing > 1 ? 1 : 0;
    const { known } = this.#tools;
    if (known === undefined || length === 1) return;
    values[FEATURE.known] = known(this.#source.model.word(word)) ? 1 : 0;
    values[FEATURE.oldKnown] = known(run.slice(start, end)) ? 1 : 0;
  }

  #describeWords({ start, end, word }: Change, values: Float64Array): void {
    const { words } = this.#source.model;
    let pieces = 0;
    let rarest = Infinity;
    for (let at = start; at < end; at += 1) {
      if (at > start && this.#typedEdges[at] === this.#typedEdges[at - 1]) continue;
      pieces += 1;
      rarest = Math.min(rarest, words.unigram(this.#typedWord(at)));
    }
    const [before, after] = [this.#typedWord(start - 1), this.#typedWord(end)];
    const oldPairs =
      this.#paired(before, this.#typedWord(start)) + this.#paired(this.#typedWord(end - 1), after);
    const whole = pieces === 1 && !this.#isSingle(start);
    values[FEATURE.oldWhole] = whole ? 1 : 0;
    values[FEATURE.oldWholeScore] = whole ? rarest + 4 : 0;
    values[FEATURE.oldWholeSeen] = whole ? oldPairs : 0;
    values[FEATURE.oldPieces] = pieces / (end - start);
    values[FEATURE.oldRarest] = rarest + 4;
    values[FEATURE.newScore] = words.unigram(word) + 4;
    values[FEATURE.newPairs] = this.#paired(before, word) + this.#paired(word, after);
    values[FEATURE.oldPairs] = oldPairs;
  }

  /** The word that a place is part of as it was typed; -1 beyond the ends, too. */
  #typedWord(at: number): number {
    return at < 0 || at >= this.#typedEdges.length ? -1 : this.#lattice.word(this.#typedEdges[at]!);
  }

  /** Whether the word that a place is part of, as it was typed, is a single character. */
  #isSingle(at: number): boolean {
    const edge = this.#typedEdges[at]!;
    return this.#typedEdges[at - 1] !== edge && this.#typedEdges[at + 1] !== edge;
  }

  #paired(left: number, right: number): number {
    return this.#source.model.words.pair(left, right) >= 0 ? 1 : 0;
  }
}
