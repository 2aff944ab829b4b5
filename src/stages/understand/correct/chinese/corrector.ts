import { simplify } from '../../../../text/simplify.ts';
import type {
  CatalogueVocabulary,
  Correction,
  CorrectionCandidate,
  Corrector,
  Edit,
  OutcomeThresholds,
} from '../correction.ts';
import { CandidateSource } from './candidates.ts';
import type { ChineseModel } from './chinese-model.ts';
import { touch } from './company.ts';
import { ProposalSource } from './proposals.ts';
import { Ranker } from './ranker.ts';
import type { Reading } from './reading.ts';
import type { Proposal } from './weighing.ts';

export interface ChineseCorrectorOptions {
  /** Words of the catalogue: known, and proposed first. */
  readonly vocabulary?: CatalogueVocabulary;
}

/** Measured: from `replace` on, 28 to 46 % of mistaken sentences are read right, and 1 to 2 % of right ones change. */
export const CHINESE_THRESHOLDS: OutcomeThresholds = { replace: 0.5, both: 0.25, suggest: 0.1 };

/** Longer texts are no queries: they stay as they are. In UTF-16 units. */
const LONGEST_TEXT = 200;
const RUN = /\p{Script=Han}+/gu;
/** Readings less probable than this are not worth a suggestion. */
const LEAST = 0.05;
/** From here on a change counts as made when what stands beside it is looked at. */
const LIKELY = 0.5;
const MOST_ROUNDS = 4;
const MOST_CANDIDATES = 3;

/** One piece of the text, read differently; offsets in the text. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly probability: number;
}

/** A run of Chinese characters in a text. */
interface Piece {
  readonly reading: Reading;
  readonly offset: number;
  /** Everything that may have been meant in it, by itself; offsets in the run. */
  readonly proposals: readonly Proposal[];
}

/**
 * Corrects Chinese: words said or written like those typed, weighed by models of words, of characters and of their
 * neighbours. Traditional characters are read as simplified ones and stay as they are.
 */
export function createChineseCorrector(
  model: ChineseModel,
  { vocabulary }: ChineseCorrectorOptions = {},
): Corrector {
  const ranker = new Ranker(model.ranker);
  const known = vocabulary === undefined ? undefined : (text: string) => vocabulary.frequency(text) > 0;

  const source = new ProposalSource(new CandidateSource(model), known);

  function weighed(pieces: readonly Piece[], length: number, made: readonly Change[]): readonly Change[] {
    const proposals: Proposal[] = [];
    for (const { proposals: own, offset } of pieces) {
      for (const { start, end, text, features } of own) {
        proposals.push({ start: start + offset, end: end + offset, text, features });
      }
    }
    if (proposals.length === 0) return [];
    const probabilities = ranker.probabilities(proposals, { length, made });
    return proposals
      .map(({ start, end, text }, at) => ({ start, end, text, probability: probabilities[at]! }))
      .filter((one) => one.probability >= LEAST && !made.some((other) => touch(one, other)))
      .sort((a, b) => b.probability - a.probability);
  }

  /** What is changed in a text, round by round: a word that is right tells more of its neighbours. */
  function corrected(text: string): { made: readonly Change[]; others: readonly Change[] } {
    let pieces = Array.from(text.matchAll(RUN), ({ 0: run, index }) => pieceOf(source.read(run), index));
    const made: Change[] = [];
    let others: readonly Change[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const open = weighed(pieces, text.length, made);
      if (round === 0) others = open;
      const likely: Change[] = [];
      for (const one of open) {
        if (one.probability >= LIKELY && !likely.some((other) => touch(one, other))) likely.push(one);
      }
      if (likely.length === 0) {
        if (made.length === 0) made.push(...open.slice(0, 1));
        break;
      }
      made.push(...likely);
      pieces = pieces.map((piece) => changed(piece, likely));
    }
    return { made, others };
  }

  /** A piece with what was changed in it. */
  function changed(piece: Piece, changes: readonly Change[]): Piece {
    const { reading, offset } = piece;
    let { run } = reading;
    for (const { start, end, text } of changes) {
      if (start < offset || end > offset + run.length) continue;
      run = run.slice(0, start - offset) + text + run.slice(end - offset);
    }
    return run === reading.run ? piece : pieceOf(source.read(run, reading), offset);
  }

  function pieceOf(reading: Reading, offset: number): Piece {
    return { reading, offset, proposals: source.weigh(reading) };
  }

  return {
    correct(text: string): Correction {
      if (text.length > LONGEST_TEXT) return { candidates: [] };
      const plain = simplify(text);
      if (plain.length !== text.length) return { candidates: [] };
      const { made, others: open } = corrected(plain);
      const sure = made.filter(({ probability }) => probability >= LIKELY);
      const first = sure.length > 0 ? sure : made.slice(0, 1);
      const others = open
        .filter((one) => !first.some((other) => other.start === one.start && other.text === one.text))
        .map((one) => [one, ...sure.filter((other) => !touch(one, other))]);
      return {
        candidates: [first, ...others]
          .filter((changes) => changes.length > 0)
          .map((changes) => candidateOf(text, plain, changes))
          .sort((a, b) => b.confidence - a.confidence)
          .slice(0, MOST_CANDIDATES),
      };
    },
  };
}

/** Characters that stay keep the way they were written. */
function candidateOf(text: string, plain: string, changes: readonly Change[]): CorrectionCandidate {
  const edits = [...changes].sort((a, b) => a.start - b.start).flatMap((change) => editsOf(change, plain));
  let corrected = '';
  let at = 0;
  for (const { start, end, replacement } of edits) {
    corrected += text.slice(at, start) + replacement;
    at = end;
  }
  const confidence = Math.min(...changes.map(({ probability }) => probability));
  return { text: corrected + text.slice(at), edits, confidence };
}

/** One edit for each stretch of characters that differ. */
function editsOf({ start, end, text }: Change, plain: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = start; at < end; at += 1) {
    const character = text[at - start]!;
    if (plain[at] === character) continue;
    const last = edits.at(-1);
    if (last !== undefined && last.end === at) {
      edits[edits.length - 1] = { ...last, end: at + 1, replacement: last.replacement + character };
    } else edits.push({ start: at, end: at + 1, replacement: character });
  }
  return edits;
}
