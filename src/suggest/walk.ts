import type { WordList, WordRange } from '../text/word-list.ts';
import type { ScoredRange } from './heaviest.ts';
import type { Syllables, UnitRange } from './syllables.ts';

/** Stands for any one unit in what is looked for. */
export const ANY_UNIT = 0;

/** A character that must stand at a place behind the beginning of an entry. */
export interface WantedCharacter {
  readonly depth: number;
  readonly code: number;
}

/** Entries that begin as was typed. */
export interface FoundRange extends ScoredRange {
  /** Units of the entry that were typed. */
  readonly depth: number;
  readonly characters: readonly WantedCharacter[];
}

export interface WalkOptions {
  readonly keys: WordList;
  readonly syllables: Syllables;
  /** Ways to say a character, as units of keys; none for what is no Chinese. */
  readonly saidAs: (code: number) => readonly number[];
  /** Whether syllables that sound nearly alike are taken for one another. */
  readonly nearlyAlike: boolean;
  /** Steps that are still free, over several walks: what bounds the time. */
  readonly budget: { steps: number };
}

/** What a way to read letters counts: as they stand, a syllable, one of its first letters only, nearly. */
const SYLLABLE = 0.9;
const INITIAL = 0.93;
const NEARLY = 0.6;
const LETTER = /^[a-z]$/;

interface State {
  readonly range: WordRange;
  /** Units of keys that are read; all entries of the range share those before the last. */
  readonly depth: number;
  /** Whether they share the last one as well. */
  readonly shared: boolean;
  readonly quality: number;
  readonly characters: readonly WantedCharacter[];
  /** Whether letters were read as a sound. */
  readonly sounded: boolean;
}

/**
 * Every way to read what was typed as the beginning of a key: characters as themselves, letters as letters, as
 * syllables (`shouji`), as their first letters (`sj`), in any mixture (`sj壳`, `shouj`).
 */
export function walk(typed: readonly number[], quality: number, options: WalkOptions): readonly FoundRange[] {
  const { keys, syllables, saidAs, nearlyAlike, budget } = options;
  const letters = typed
    .map((code) => String.fromCharCode(code))
    .map((one) => (LETTER.test(one) ? one : ' '))
    .join('');
  const found: FoundRange[] = [];

  /** Ranges that share everything read so far. */
  function parted(state: State): readonly State[] {
    if (state.shared) return [state];
    const parts: State[] = [];
    for (let { from } = state.range; from < state.range.to && budget.steps > 0;) {
      const unit = keys.unitAt(from, state.depth - 1);
      const range = narrow({ from, to: state.range.to }, state.depth - 1, { from: unit, to: unit + 1 });
      if (range === undefined) break;
      parts.push({ ...state, range, shared: true });
      from = range.to;
    }
    return parts;
  }

  function narrow(range: WordRange, depth: number, units: UnitRange): WordRange | undefined {
    budget.steps -= 1;
    return keys.narrowTo(range, depth, units);
  }

  function step(state: State, at: number, read: Reading): void {
    for (const part of parted(state)) {
      const range = narrow(part.range, part.depth, read.units);
      if (range === undefined) continue;
      const share = read.isSound && part.sounded && read.quality === SYLLABLE ? 1 : read.quality;
      const character = read.character;
      go(
        {
          range,
          depth: part.depth + 1,
          shared: read.units.to - read.units.from === 1,
          quality: part.quality * share,
          characters:
            character === undefined
              ? part.characters
              : [...part.characters, { depth: part.depth, code: character }],
          sounded: part.sounded || read.isSound,
        },
        at + read.length,
      );
    }
  }

  function go(state: State, at: number): void {
    if (at === typed.length) {
      const { range, depth, quality: reached, characters } = state;
      found.push({ ...range, depth, quality: reached, characters });
      return;
    }
    if (budget.steps <= 0) return;
    for (const read of readingsAt(at)) step(state, at, read);
  }

  function readingsAt(at: number): readonly Reading[] {
    const code = typed[at]!;
    if (code === ANY_UNIT)
      return [{ units: { from: 1, to: 0x10000 }, length: 1, quality: 1, isSound: false }];
    const plain = { units: { from: code, to: code + 1 }, length: 1, quality: 1, isSound: false };
    const said = saidAs(code).map((unit) => ({ ...plain, units: one(unit), character: code }));
    if (letters[at] === ' ') return [plain, ...said];
    return [plain, ...soundsAt(at)];
  }

  function soundsAt(at: number): readonly Reading[] {
    const readings: Reading[] = [];
    for (let length = 1; length <= syllables.longest && at + length <= typed.length; length += 1) {
      const piece = letters.slice(at, at + length);
      const units = syllables.beginning(piece);
      const whole = syllables.codeOf(piece);
      const isLast = at + length === typed.length;
      if (isLast && units !== undefined) readings.push({ units, length, quality: SYLLABLE, isSound: true });
      if (!isLast && whole !== undefined) {
        readings.push({ units: one(whole), length, quality: SYLLABLE, isSound: true });
      }
      if (!isLast && units !== undefined && syllables.isInitial(piece)) {
        readings.push({ units, length, quality: INITIAL, isSound: true });
      }
      if (!nearlyAlike) continue;
      for (const unit of syllables.alike(piece)) {
        readings.push({ units: one(unit), length, quality: NEARLY, isSound: true });
      }
    }
    return readings;
  }

  go({ range: keys.all, depth: 0, shared: true, quality, characters: [], sounded: false }, 0);
  return found;
}

interface Reading {
  readonly units: UnitRange;
  /** Of what was typed. */
  readonly length: number;
  readonly quality: number;
  readonly isSound: boolean;
  /** What must stand there itself. */
  readonly character?: number;
}

function one(unit: number): UnitRange {
  return { from: unit, to: unit + 1 };
}
