import type { Candidate, CandidateSource } from './candidates.ts';
import { bestPath, type Path } from './decode.ts';

/** Another word for a piece of a run of Chinese characters. */
export interface Proposal {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** By {@link FEATURES}. */
  readonly features: Float64Array;
}

/** What tells a mistake from a rare but right word. */
export const FEATURES = [
  'bias',
  'margin',
  'marginSquared',
  'characters',
  'charactersSquared',
  'both',
  'cost',
  'single',
  'long',
  'two',
  'oldWhole',
  'oldWholeScore',
  'oldWholeSeen',
  'oldPieces',
  'oldRarest',
  'newScore',
  'newPairs',
  'oldPairs',
  'newTriples',
  'oldTriples',
  'oldDoubles',
  'inBest',
  'bestMargin',
  'bestMarginSquared',
  'known',
  'oldKnown',
] as const;
type Feature = (typeof FEATURES)[number];
const INDEX = Object.fromEntries(FEATURES.map((name, at) => [name, at])) as Record<Feature, number>;

/** Whether the catalogue holds a text. */
export type Known = (text: string) => boolean;

/** Proposals worse than this, in log10 of their odds, are not looked at. */
const LEAST_CHARACTERS = -2.5;
const LEAST_MARGIN = -2.5;
/** A character less likely than this after those before it, log10, may be a slip, or stand beside one. */
const DOUBTFUL = -2.8;
/** What is looked at around a change when words are weighed. */
const WINDOW = 5;
const ORDER = 4;

/** A word of the run as it was typed. */
interface TypedWord {
  readonly word: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** Everything that may have been meant instead in a run, weighed each by itself. */
export function proposalsFor(
  run: string,
  source: CandidateSource,
  known: Known | undefined,
): readonly Proposal[] {
  const { characters } = source;
  const codes = characters.codesOf(run);
  const scores = new Float64Array(codes.length);
  for (let at = 1; at < codes.length; at += 1) scores[at] = characters.score(codes, at);
  const doubtful = doubtfulPlaces(run.length, scores);
  return doubtful.includes(1)
    ? new Weighing({ run, codes, scores, doubtful }, source, known).proposals()
    : [];
}

/** Places (1) whose character, or one of the next two, is unlikely after those before it. */
function doubtfulPlaces(length: number, scores: Float64Array): Uint8Array {
  const doubtful = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) {
    const least = Math.min(scores[at + 1]!, scores[at + 2]!, scores[at + 3] ?? 0);
    if (least < DOUBTFUL) doubtful[at] = 1;
  }
  return doubtful;
}

/** A run and how likely each of its characters is after those before it. */
interface Read {
  readonly run: string;
  readonly codes: Uint16Array;
  /** log10, by code. */
  readonly scores: Float64Array;
  readonly doubtful: Uint8Array;
}

class Weighing {
  readonly #run: string;
  readonly #source: CandidateSource;
  readonly #known: Known | undefined;
  readonly #candidates: readonly (readonly Candidate[])[];
  readonly #typed: readonly (readonly Candidate[])[];
  readonly #codes: Uint16Array;
  /** Sums of the scores of the characters before each place. */
  readonly #sums: Float64Array;
  readonly #words: readonly TypedWord[];
  readonly #windows = new Map<string, number>();
  /** The reading that is best as a whole, all mistakes mended. */
  readonly #best: Path;

  constructor({ run, codes, scores, doubtful }: Read, source: CandidateSource, known: Known | undefined) {
    this.#run = run;
    this.#source = source;
    this.#known = known;
    this.#candidates = source.of(run, doubtful);
    this.#typed = this.#candidates.map((here) => here.filter(({ cost }) => cost === 0));
    this.#codes = codes;
    this.#sums = new Float64Array(codes.length + 1);
    for (let at = 1; at < codes.length; at += 1) this.#sums[at + 1] = this.#sums[at]! + scores[at]!;
    this.#words = this.#typedWords();
    this.#best = bestPath(this.#candidates, source.model);
  }

  proposals(): readonly Proposal[] {
    const found: Proposal[] = [];
    this.#candidates.forEach((here, start) => {
      for (const candidate of here) {
        if (candidate.cost === 0) continue;
        const inBest = this.#best.words.includes(candidate);
        if (!inBest && !this.#fits(start, candidate)) continue;
        const characters = this.#characterGain(start, candidate);
        if (!inBest && characters + candidate.cost < LEAST_CHARACTERS) continue;
        const margin = this.#margin(start, candidate);
        if (!inBest && !(margin > LEAST_MARGIN)) continue;
        const features = this.#features(start, candidate, { margin, characters });
        if (inBest) {
          const best = Math.min(this.#bestMargin(start, candidate), 8);
          features[INDEX.inBest] = 1;
          features[INDEX.bestMargin] = best;
          features[INDEX.bestMarginSquared] = (best * best) / 8;
        }
        found.push({ start, end: candidate.end, text: candidate.text, features });
      }
    });
    return found;
  }

  #typedWords(): readonly TypedWord[] {
    const { model } = this.#source;
    const words: TypedWord[] = [];
    let start = 0;
    for (const { word, end } of bestPath(this.#typed, model).words) {
      const one = { word, start, end, score: model.unigram(word) };
      for (let at = start; at < end; at += 1) words.push(one);
      start = end;
    }
    return words;
  }

  /** Whether a single character was ever read beside one of its neighbours; words of several always fit. */
  #fits(start: number, { text }: Candidate): boolean {
    if (text.length > 1) return true;
    const codes = this.#codes;
    const { characters } = this.#source;
    return this.#with(
      start,
      text,
      () => characters.has(codes, start, start + 2) || characters.has(codes, start + 1, start + 3),
    );
  }

  /** Looks at the codes of the run with another text in its place. */
  #with<T>(start: number, text: string, look: () => T): T {
    const codes = this.#codes;
    for (let at = 0; at < text.length; at += 1) codes[start + 1 + at] = text.charCodeAt(at);
    const seen = look();
    for (let at = 0; at < text.length; at += 1) codes[start + 1 + at] = this.#run.charCodeAt(start + at);
    return seen;
  }

  /** How much likelier the characters are with the candidate in its place, log10. */
  #characterGain(start: number, { text, end }: Candidate): number {
    const codes = this.#codes;
    const { characters } = this.#source;
    const last = Math.min(codes.length, end + 1 + ORDER - 1);
    const sum = this.#with(start, text, () => {
      let sum = 0;
      for (let at = start + 1; at < last; at += 1) sum += characters.score(codes, at);
      return sum;
    });
    return sum - (this.#sums[last]! - this.#sums[start + 1]!);
  }

  /** How much likelier the words are, log10, slips included; looked at in a window. */
  #margin(start: number, candidate: Candidate): number {
    const { model } = this.#source;
    const from = Math.max(0, start - WINDOW);
    const to = Math.min(this.#run.length, candidate.end + WINDOW);
    const clipped = (keep: (one: Candidate, at: number) => boolean): Candidate[][] =>
      this.#typed
        .slice(from, to)
        .map((here, at) =>
          here
            .filter((one) => one.end <= to && keep(one, from + at))
            .map((one) => ({ ...one, end: one.end - from })),
        );
    const window = `${from} ${to}`;
    const typed =
      this.#windows.get(window) ??
      bestPath(
        clipped(() => true),
        model,
      ).score;
    this.#windows.set(window, typed);
    const forced = clipped((one, at) => one.end <= start || at >= candidate.end);
    forced[start - from]!.push({ ...candidate, end: candidate.end - from });
    return bestPath(forced, model).score - typed;
  }

  /** What the best reading would lose if this one word stayed as it was typed, log10. */
  #bestMargin(start: number, { end }: Candidate): number {
    const lists = this.#typed.map((here, at) =>
      at >= start && at < end ? here.filter((one) => one.end <= end) : ([] as Candidate[]),
    );
    let at = 0;
    for (const word of this.#best.words) {
      if (at < start || at >= end) lists[at] = [word];
      at = word.end;
    }
    return this.#best.score - bestPath(lists, this.#source.model).score;
  }

  #features(
    start: number,
    { word, text, end, cost }: Candidate,
    { margin, characters }: { readonly margin: number; readonly characters: number },
  ): Float64Array {
    const { model } = this.#source;
    const values = new Float64Array(FEATURES.length);
    const length = end - start;
    const was = this.#run.slice(start, end);
    const [words, gain] = [Math.max(-3, Math.min(margin, 8)), Math.max(-4, Math.min(characters, 8))];
    values[INDEX.bias] = 1;
    values[INDEX.margin] = words;
    values[INDEX.marginSquared] = (words * words) / 8;
    values[INDEX.characters] = gain;
    values[INDEX.charactersSquared] = (gain * gain) / 8;
    values[INDEX.both] = (words * gain) / 8;
    values[INDEX.cost] = cost;
    values[INDEX.single] = length === 1 ? 1 : 0;
    values[INDEX.long] = length > 2 ? 1 : 0;
    let differing = 0;
    for (let at = 0; at < length; at += 1) if (was[at] !== text[at]) differing += 1;
    values[INDEX.two] = differing > 1 ? 1 : 0;
    const pieces = new Set(this.#words.slice(start, end));
    const rarest = Math.min(...Array.from(pieces, ({ score }) => score));
    const [first, last] = [this.#words[start]!, this.#words[end - 1]!];
    const whole = first === last && first.end - first.start > 1;
    const before = this.#words[start - 1]?.word ?? -1;
    const after = this.#words[end]?.word ?? -1;
    const paired = (left: number, right: number): number => (model.pair(left, right) >= 0 ? 1 : 0);
    const oldPairs = paired(before, first.word) + paired(last.word, after);
    values[INDEX.oldWhole] = whole ? 1 : 0;
    values[INDEX.oldWholeScore] = whole ? rarest + 4 : 0;
    values[INDEX.oldWholeSeen] = whole ? oldPairs : 0;
    values[INDEX.oldPieces] = pieces.size / length;
    values[INDEX.oldRarest] = rarest + 4;
    values[INDEX.newScore] = model.unigram(word) + 4;
    values[INDEX.newPairs] = paired(before, word) + paired(word, after);
    values[INDEX.oldPairs] = oldPairs;
    values[INDEX.newTriples] = this.#with(start, text, () => this.#seen(start, end, 3));
    values[INDEX.oldTriples] = this.#seen(start, end, 3);
    values[INDEX.oldDoubles] = this.#seen(start, end, 2);
    if (this.#known !== undefined) {
      values[INDEX.known] = length > 1 && this.#known(text) ? 1 : 0;
      values[INDEX.oldKnown] = length > 1 && this.#known(was) ? 1 : 0;
    }
    return values;
  }

  /** Share of the sequences over a piece that were read before. */
  #seen(start: number, end: number, order: number): number {
    const codes = this.#codes;
    let seen = 0;
    let all = 0;
    for (let at = Math.max(0, start + 2 - order); at + order <= codes.length && at <= end; at += 1) {
      all += 1;
      if (this.#source.characters.has(codes, at, at + order)) seen += 1;
    }
    return all === 0 ? 0 : seen / all;
  }
}
