import {
  type Completer,
  type Completion,
  type CompletionRequest,
  PHRASE_KINDS,
} from '../domain/completion.ts';
import { lowerBound } from '../text/lower-bound.ts';
import { foldCase, normalise } from '../text/normalise.ts';
import { unitsToText } from '../text/packed-texts.ts';
import { simplify } from '../text/simplify.ts';
import { WordList } from '../text/word-list.ts';
import { Heaviest } from './heaviest.ts';
import { Syllables } from './syllables.ts';
import { unitsOf } from './units.ts';
import { variantsOf } from './variants.ts';
import { type FoundRange, walk } from './walk.ts';

/** The arrays that `completionSections` wrote. */
export interface CompletionArrays {
  has(name: string): boolean;
  bytes(name: string): Uint8Array;
  words16(name: string): Uint16Array;
  words32(name: string): Uint32Array;
  floats(name: string): Float32Array;
}

/** What is typed is read up to here, in units. */
const LONGEST_TYPED = 32;
const SEVERAL_TIMES = 4;
const LEAST_LOOKED_AT = 40;
/** Entries that are looked at in one walk, and steps of all walks: what bounds the time. */
const MOST_ENTRIES = 20_000;
const MOST_STEPS = 6000;
/** What a completion counts that only sounds like what was typed, or has one mistake less. */
const HOMOPHONE = 0.5;
const MISTAKEN = 0.4;
/** What a word of the context is worth. */
const IN_CONTEXT = 2.5;

interface Found {
  readonly entry: number;
  readonly score: number;
  readonly depth: number;
}

/** Whether a file holds completions: those of earlier versions do not. */
export function hasCompletions(arrays: Pick<CompletionArrays, 'has'>): boolean {
  return arrays.has('completionTree');
}

/** A completer over arrays, which are not copied: opening it costs a list of some hundred syllables. */
export function openCompleter(arrays: CompletionArrays): Completer {
  const [texts, textStarts] = [
    arrays.words16('completionPhraseText'),
    arrays.words32('completionPhraseStarts'),
  ];
  const kinds = arrays.bytes('completionKinds');
  const scores = arrays.floats('completionScores');
  const [keyText, keyStarts] = [arrays.words16('completionKeyText'), arrays.words32('completionKeyStarts')];
  const literals = arrays.words16('completionLiteralText');
  const phraseOf = arrays.words32('completionEntries');
  const beginnings = arrays.bytes('completionBeginnings');
  const [han, said] = [arrays.words16('completionHan'), arrays.words16('completionSaid')];
  const keys = WordList.over({ text: keyText, starts: keyStarts, weights: scores });
  const heaviest = new Heaviest(scores, arrays.words32('completionTree'));
  const names = unitsToText(arrays.words16('completionSyllables'));
  const syllables = new Syllables(names === '' ? [] : names.split(' '));

  function saidAs(code: number): readonly number[] {
    let at = lowerBound(han, code);
    const units: number[] = [];
    for (; han[at] === code; at += 1) units.push(said[at]!);
    return units;
  }

  function hasCharacters(entry: number, { characters }: FoundRange): boolean {
    const start = keyStarts[entry]!;
    return characters.every(({ depth, code }) => literals[start + depth] === code);
  }

  /** The best entries, of each phrase one, and those that only sound so. */
  function gather(ranges: readonly FoundRange[], most: number): { as: Found[]; like: Found[] } {
    const seen = new Set<number>();
    const gathered: { as: Found[]; like: Found[] } = { as: [], like: [] };
    let looked = 0;
    for (const { entry, score, range } of heaviest.of(ranges)) {
      looked += 1;
      if (looked > MOST_ENTRIES) break;
      const phrase = phraseOf[entry]!;
      if (seen.has(phrase)) continue;
      if (hasCharacters(entry, range)) {
        seen.add(phrase);
        gathered.as.push({ entry, score, depth: range.depth });
        if (gathered.as.length === most) break;
      } else if (gathered.like.length < most) {
        gathered.like.push({ entry, score: score * HOMOPHONE, depth: range.depth });
      }
    }
    return gathered;
  }

  function candidates(typed: readonly number[], size: number, most: number): readonly Found[] {
    const options = { keys, syllables, saidAs, nearlyAlike: false, budget: { steps: MOST_STEPS } };
    const { as, like } = gather(walk(typed, 1, options), most);
    if (as.length >= size) return as;
    const near = { ...options, nearlyAlike: true };
    const mistaken = [typed, ...variantsOf(typed)].flatMap((variant) => walk(variant, MISTAKEN, near));
    return [...as, ...like, ...gather(mistaken, most).as];
  }

  return {
    complete({ text, size, context }: CompletionRequest): readonly Completion[] {
      const typed = unitsOf(normalise(text).text).map(({ code }) => code);
      // An empty box is offered what is popular; signs alone are no beginning of anything.
      if ((typed.length === 0 && text.trim() !== '') || typed.length > LONGEST_TYPED) return [];
      const most = Math.max(LEAST_LOOKED_AT, size * SEVERAL_TIMES);
      const words = wordsOf(context);
      const best = new Map<number, Completion>();
      for (const { entry, score, depth } of candidates(typed, size, most)) {
        const phrase = phraseOf[entry]!;
        const shown = unitsToText(texts.subarray(textStarts[phrase], textStarts[phrase + 1]));
        const folded = foldCase(simplify(shown));
        const fits = words.some((word) => folded.includes(word));
        const scored = score * (fits ? IN_CONTEXT : 1);
        if ((best.get(phrase)?.score ?? -1) >= scored) continue;
        best.set(phrase, {
          text: shown,
          kind: PHRASE_KINDS[kinds[phrase]!]!,
          score: scored,
          typed: typedIn(shown, beginnings[entry]!, depth),
        });
      }
      return [...best.values()]
        .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
        .slice(0, size)
        .map((completion) => ({
          ...completion,
          score: completion.score / (words.length > 0 ? IN_CONTEXT : 1),
        }));
    },
  };
}

function typedIn(shown: string, start: number, depth: number): Completion['typed'] {
  if (depth === 0) return { start: 0, end: 0 };
  const units = unitsOf(shown);
  const last = units[Math.min(start + depth, units.length) - 1]!;
  return { start: units[start]!.at, end: last.at + 1 };
}

const MOST_CONTEXT_WORDS = 8;

function wordsOf(context: string): readonly string[] {
  const folded = foldCase(simplify(normalise(context).text));
  return (folded.match(/[\p{L}\p{N}]{2,}/gu) ?? []).slice(0, MOST_CONTEXT_WORDS);
}
