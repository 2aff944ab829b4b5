import type { ChangedWords } from './align.ts';
import type { Outcome } from './correction.ts';

/** Documents that hold the words as typed and as corrected; null where they could not be counted. */
export interface Evidence {
  readonly typed: number | null;
  readonly corrected: number | null;
}

/** Of the documents that hold the corrected words, the share that makes the typed ones a word of their own. */
const KNOWN_SHARE = 0.02;

/**
 * What is done once the index was asked. Words that it knows stay; a correction that it does not know helps nobody;
 * without an answer nobody's words are taken away.
 */
export function outcomeByEvidence(
  outcome: Outcome,
  evidence: readonly Evidence[],
  changed: readonly ChangedWords[] = [],
): Outcome {
  if (evidence.some(({ typed, corrected }) => typed === null || corrected === null)) {
    return outcome === 'replace' ? 'both' : outcome;
  }
  if (evidence.some(({ corrected }) => corrected === 0)) {
    // Counted was what stands side by side; words that were only parted may stand apart (iphonecase: case for iPhone).
    const areParted = changed.length > 0 && changed.every(isParted);
    return areParted && outcome !== 'none' && evidence.every(({ typed }) => typed === 0) ? 'suggest' : 'none';
  }
  if (evidence.some(isKnown)) return 'none';
  // The same slip stands in a few documents too: they are found as well.
  if (evidence.some(({ typed }) => typed !== 0)) return outcome === 'replace' ? 'both' : outcome;
  return outcome === 'suggest' ? 'both' : outcome;
}

function isParted({ typed, corrected }: ChangedWords): boolean {
  return typed.toLowerCase() === corrected.replaceAll(/\s/g, '').toLowerCase();
}

function isKnown({ typed, corrected }: Evidence): boolean {
  return typed !== null && corrected !== null && typed > corrected * KNOWN_SHARE;
}

/** Texts to be counted: of each group as typed, then as corrected. */
export function textsOf(changed: readonly ChangedWords[]): readonly string[] {
  return changed.flatMap(({ typed, corrected }) => [typed, corrected]);
}

/** The counts of {@link textsOf}, paired again. */
export function evidenceOf(counts: readonly (number | null)[]): readonly Evidence[] {
  return Array.from({ length: counts.length / 2 }, (_, at) => ({
    typed: counts[2 * at] ?? null,
    corrected: counts[2 * at + 1] ?? null,
  }));
}
