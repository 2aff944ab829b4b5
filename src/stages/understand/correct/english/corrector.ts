import type {
  CatalogueVocabulary,
  Correction,
  CorrectionCandidate,
  Corrector,
  Edit,
  OutcomeThresholds,
} from '../correction.ts';
import type { Surroundings } from './context.ts';
import { surroundingsOf } from './context.ts';
import type { EnglishModel } from './english-model.ts';
import { joined, parted } from './joins.ts';
import { letterPart } from './models-and-codes.ts';
import { readings } from './readings.ts';
import type { Weighed } from './scorer.ts';
import { weigh, weightVector } from './scorer.ts';
import type { Token } from './tokens.ts';
import { tokens } from './tokens.ts';

export interface EnglishCorrectorOptions {
  /** Words of the catalogue: known, and proposed first. */
  readonly vocabulary?: CatalogueVocabulary;
}

/** Measured: from `replace` on, 98 of 100 right queries stay as they are. */
export const ENGLISH_THRESHOLDS: OutcomeThresholds = { replace: 0.385, both: 0.2, suggest: 0.1 };

/** What English words are made of, however it is written; nothing in Chinese text is, but for letters and Roman numerals. */
const LETTER = /(?![\u4e00-\u9fff0-9])[\p{L}\p{N}]/u;
/** Longer texts are no queries: they stay as they are. In UTF-16 units and in words. */
const LONGEST_TEXT = 400;
const MOST_WORDS = 40;
/** Readings less probable than this are not worth a suggestion. */
const LEAST = 0.05;
/** From here on a change counts as made when the words beside it are looked at. */
const LIKELY = 0.5;
/** Two words written as one are often a name: at most worth a second search. */
const MOST_SPLIT = 0.38;
const MOST_CHANGES = 4;
const MOST_CANDIDATES = 3;

/** One word of the text, read differently. */
interface Change {
  readonly first: number;
  /** The token behind the last one that is changed. */
  readonly end: number;
  readonly text: string;
  readonly probability: number;
}

/**
 * Corrects English words: a noisy channel over one slip or two (letters wrong, missing, added, swapped; words split
 * or joined) in the context of both neighbours, as a log-linear model (Church and Gale 1991; Brill and Moore 2000).
 * Text without such words, or with too many, is answered with nothing.
 */
export function createEnglishCorrector(
  model: EnglishModel,
  options: EnglishCorrectorOptions = {},
): Corrector {
  const weights = weightVector(model);
  const { vocabulary } = options;

  function readingsOf(token: Token, key: string, around: Surroundings): readonly Weighed[] {
    // A word of the catalogue is right, however it is written.
    if (vocabulary !== undefined && vocabulary.frequency(key) > 0) return [];
    if (token.open) return weigh(readings({ model, vocabulary }, key, around), weights);
    const part = vocabulary === undefined ? undefined : letterPart(key, vocabulary);
    if (part === undefined) return [];
    const heard = weigh(readings({ model, vocabulary }, part.letters, around), weights);
    return heard
      .filter(({ text }) => vocabulary!.frequency(text) > 0)
      .map(({ text, probability }) => ({ text: text + part.rest, probability }));
  }

  /** What may stand for each word, or for it and the next one. */
  function changesAt(words: readonly Token[], keys: readonly string[], at: number): readonly Change[] {
    const heard = readingsOf(words[at]!, keys[at]!, surroundingsOf(model, keys, at));
    const changes = heard
      .filter(({ probability }) => probability >= LEAST)
      .map(({ text, probability }) => ({
        first: at,
        end: at + 1,
        text,
        probability: text.includes(' ') ? Math.min(probability, MOST_SPLIT) : probability,
      }));
    const split = vocabulary === undefined ? undefined : parted(vocabulary, words[at]!);
    const isNew = split !== undefined && changes.every(({ text }) => text !== split);
    if (isNew) changes.push({ first: at, end: at + 1, text: split, probability: MOST_SPLIT });
    const join = joined({ model, vocabulary }, words.slice(at, at + 2));
    return join === undefined ? changes : [...changes, { first: at, end: at + 2, ...join }];
  }

  return {
    correct(text: string): Correction {
      if (text.length > LONGEST_TEXT || !LETTER.test(text)) return { candidates: [] };
      const words = tokens(text);
      if (words.length > MOST_WORDS) return { candidates: [] };
      const keys = words.map(({ key }) => key);
      const changes = words.map((_, at) => changesAt(words, keys, at));
      const made: Change[] = [];
      const others: Change[] = [];
      for (let round = 0; round < MOST_CHANGES; round += 1) {
        const open = changes
          .flat()
          .filter(({ probability, first, end }) => probability >= LEAST && !touches(made, first, end))
          .sort((a, b) => b.probability - a.probability);
        const [best, ...rest] = open;
        if (round === 0) others.push(...rest);
        if (best === undefined) break;
        made.push(best);
        if (best.probability < LIKELY) break;
        if (best.end > best.first + 1) continue;
        keys[best.first] = best.text;
        for (const at of [best.first - 1, best.first + 1]) {
          if (words[at] !== undefined) changes[at] = changesAt(words, keys, at);
        }
      }
      const sure = made.filter(({ probability }, at) => at === 0 || probability >= LIKELY);
      const isMade = (change: Change): boolean =>
        sure.some(
          ({ first, end, text: made }) =>
            first === change.first && end === change.end && made === change.text,
        );
      const alternatives = others
        .filter((change) => !isMade(change))
        .map((change) => [change, ...sure.filter(({ first, end }) => !touches([change], first, end))]);
      return {
        candidates: [sure, ...alternatives]
          .filter((list) => list.length > 0)
          .map((changes) => candidate(text, words, changes))
          .sort((a, b) => b.confidence - a.confidence)
          .slice(0, MOST_CANDIDATES),
      };
    },
  };
}

function touches(made: readonly Change[], first: number, end: number): boolean {
  return made.some((change) => first < change.end && change.first < end);
}

function candidate(text: string, words: readonly Token[], changes: readonly Change[]): CorrectionCandidate {
  const edits = [...changes]
    .sort((a, b) => a.first - b.first)
    .map((change): Edit => {
      const [first, last] = [words[change.first]!, words[change.end - 1]!];
      const replacement = inCaseOf(first.text, change.text);
      return { start: first.start, end: last.end, replacement };
    });
  let corrected = '';
  let at = 0;
  for (const { start, end, replacement } of edits) {
    corrected += text.slice(at, start) + replacement;
    at = end;
  }
  const confidence = changes.reduce((product, { probability }) => product * probability, 1);
  return { text: corrected + text.slice(at), edits, confidence };
}

/** As the typed word was written: all capitals, a capital first, or plain. */
function inCaseOf(typed: string, word: string): string {
  if (typed.length > 1 && typed === typed.toUpperCase() && typed !== typed.toLowerCase()) {
    return word.toUpperCase();
  }
  const [first = ''] = typed;
  return first === first.toLowerCase() ? word : word.slice(0, 1).toUpperCase() + word.slice(1);
}
