import { foldCase } from '../../../../text/normalise.ts';
import { simplify } from '../../../../text/simplify.ts';
import type { CatalogueDictionary } from '../../catalogue/catalogue-dictionary.ts';
import { extendedKey, finishedKey, NO_SOUND } from '../../catalogue/sound-table.ts';
import type { ChineseModel } from '../chinese/chinese-model.ts';
import type { Correction, CorrectionCandidate, Corrector, OutcomeThresholds } from '../correction.ts';
import type { CatalogueChange } from './change.ts';
import { confidenceOf } from './confidence.ts';
import { characterSounds, letterSounds, type Sound } from './sounds-of.ts';

/** Measured on slips put into queries: see docs/dictionaries.md. */
export const CATALOGUE_THRESHOLDS: OutcomeThresholds = { replace: 0.5, both: 0.3, suggest: 0.2 };

/** Longer texts are no queries: they stay as they are. In UTF-16 units. */
const LONGEST_TEXT = 60;
const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 8;
/** Ways to say a piece that are looked up. */
const MOST_WAYS = 8;
const MOST_CANDIDATES = 3;
const PIECES = /\p{Script=Han}+|[a-z']+/gu;
const HAN = /\p{Script=Han}/u;

/** A corrector that also says all that it weighed, for fitting its weights. */
export interface CatalogueCorrector extends Corrector {
  changesOf(text: string): readonly CatalogueChange[];
}

/**
 * Corrects Chinese by the phrases and names of a catalogue: a piece that it does not know, and that is said like one
 * that it does, or that spells one in pinyin. What the catalogue knows is never touched, and single characters are
 * nobody's name.
 */
export function createCatalogueCorrector(
  model: ChineseModel,
  dictionary: CatalogueDictionary,
): CatalogueCorrector {
  const syllables = new Set(model.syllables);
  const knowledge = { model, dictionary };

  /** Every way to read the text as runs of sounds; letters that are no syllables end a run. */
  function runsOf(text: string): readonly (readonly Sound[])[] {
    return Array.from(text.matchAll(PIECES)).flatMap(({ 0: piece, index }) =>
      HAN.test(piece) ? [characterSounds(piece, index, model)] : letterSounds(piece, index, syllables),
    );
  }

  /** Everything that may have been meant instead, known places left alone; in no order. */
  function changesOf(text: string): readonly CatalogueChange[] {
    const closed = knownPlaces(text, dictionary);
    return runsOf(text).flatMap((run) => changesIn(text, run, ({ start }) => closed[start] === 1));
  }

  function changesIn(
    text: string,
    run: readonly Sound[],
    isClosed: (sound: Sound) => boolean,
  ): readonly CatalogueChange[] {
    const found: CatalogueChange[] = [];
    for (let first = 0; first < run.length; first += 1) {
      let keys: ReadonlySet<number> = new Set([NO_SOUND]);
      for (let end = first + 1; end <= Math.min(run.length, first + LONGEST_PIECE); end += 1) {
        keys = longer(keys, run[end - 1]!);
        if (keys.size === 0) break;
        if (end - first < SHORTEST_PIECE) continue;
        const sounds = run.slice(first, end);
        for (const key of keys) {
          for (const term of dictionary.said(finishedKey(key))) {
            const change = changeTo(term, sounds, text);
            const isFree = sounds.every((sound, at) => sound.character === term[at] || !isClosed(sound));
            if (change !== undefined && isFree) found.push(change);
          }
        }
      }
    }
    return found;
  }

  function changeTo(term: string, sounds: readonly Sound[], text: string): CatalogueChange | undefined {
    const [start, end] = [sounds[0]!.start, sounds.at(-1)!.end];
    const typed = text.slice(start, end);
    if (term.length !== sounds.length || term === typed) return undefined;
    const differing = sounds.filter(({ character }, at) => character !== term[at]);
    const isSaid = (sound: Sound): boolean => {
      const said = model.syllablesOf(term[sounds.indexOf(sound)]!).map((number) => model.syllables[number]!);
      return sound.syllables.some((syllable) => said.includes(syllable));
    };
    const isLetters = sounds[0]!.character === undefined;
    const isExact = differing.every(isSaid);
    // Letters say exactly what is meant; a character may be heard wrongly.
    if (isLetters && !isExact) return undefined;
    return { start, end, typed, term, differing: differing.length, isExact, isLetters };
  }

  return {
    changesOf,
    correct(text: string): Correction {
      const plain = foldCase(simplify(text));
      if (text.length > LONGEST_TEXT || plain.length !== text.length) return { candidates: [] };
      const changes = changesOf(plain)
        .map((change) => ({ change, confidence: confidenceOf(plain, change, knowledge) }))
        .sort((a, b) => b.confidence - a.confidence || b.change.term.length - a.change.term.length);
      const [best] = changes;
      if (best === undefined) return { candidates: [] };
      const together = apart(changes.map(({ change }) => change));
      const sure = changes.filter(({ change }) => together.includes(change));
      const candidates = [sure, ...changes.slice(1).map((one) => [one])].map((made) =>
        candidateOf(text, made),
      );
      return { candidates: candidates.slice(0, MOST_CANDIDATES) };
    },
  };
}

/** The best ones that do not overlap. */
function apart(changes: readonly CatalogueChange[]): readonly CatalogueChange[] {
  const kept: CatalogueChange[] = [];
  for (const change of changes) {
    if (kept.every(({ start, end }) => change.end <= start || end <= change.start)) kept.push(change);
  }
  return kept;
}

/** Places (1) inside of the phrases that a catalogue knows, longest first from the left. */
function knownPlaces(text: string, dictionary: CatalogueDictionary): Uint8Array {
  const known = new Uint8Array(text.length);
  for (let start = 0; start < text.length; start += 1) {
    for (let end = Math.min(text.length, start + LONGEST_PIECE); end >= start + SHORTEST_PIECE; end -= 1) {
      const piece = text.slice(start, end);
      if (!HAN.test(piece) || !dictionary.has(piece)) continue;
      known.fill(1, start, end);
      break;
    }
  }
  return known;
}

/** Keys under way with one more sound, in each way that it is said. */
function longer(keys: ReadonlySet<number>, { syllables }: Sound): ReadonlySet<number> {
  const all = Array.from(keys).flatMap((key) => syllables.map((syllable) => extendedKey(key, syllable)));
  return new Set(all.slice(0, MOST_WAYS));
}

function candidateOf(
  text: string,
  made: readonly { readonly change: CatalogueChange; readonly confidence: number }[],
): CorrectionCandidate {
  const edits = made
    .map(({ change: { start, end, term } }) => ({ start, end, replacement: term }))
    .sort((a, b) => a.start - b.start);
  let corrected = '';
  let at = 0;
  for (const { start, end, replacement } of edits) {
    corrected += text.slice(at, start) + replacement;
    at = end;
  }
  return {
    text: corrected + text.slice(at),
    edits,
    confidence: Math.min(...made.map(({ confidence }) => confidence)),
  };
}
