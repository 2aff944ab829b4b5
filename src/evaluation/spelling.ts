import { GatewayError } from '../errors.ts';
import { foldCase } from '../text/normalise.ts';
import type { Proportion } from './proportion.ts';
import { proportion } from './proportion.ts';
import { spellingClass } from './spelling-class.ts';

export interface SpellingPair {
  readonly typed: string;
  readonly intended: string;
}

/** A pair with what a corrector made of both of its texts. */
export interface SpellingResult extends SpellingPair {
  /** The typed text as it would be searched. */
  readonly corrected: string;
  /** The intended text as it would be searched had it been typed. */
  readonly intendedCorrected: string;
}

export interface SpellingClassReport {
  readonly name: string;
  readonly restored: Proportion;
}

export interface SpellingReport {
  /**
   * As pycorrector evaluates sentences: a row that needs a correction is positive. Precision is restored /
   * (restored + clean rows changed), recall restored / rows with an error; a row with an error that became a third
   * text counts against recall only. 0 where undefined.
   */
  readonly sentence: { readonly precision: number; readonly recall: number; readonly f1: number };
  /** Share of the rows without an error (typed is intended) that were changed, 0..1. */
  readonly cleanChanged: number;
  /** Rows with an error that became exactly the intended text. */
  readonly restored: Proportion;
  /** Rows with an error that became neither the typed nor the intended text. */
  readonly miscorrected: Proportion;
  /** Rows without an error that were left alone. */
  readonly cleanKept: Proportion;
  /** The distinct intended texts, typed as they are, that were left alone. */
  readonly intendedKept: Proportion;
  /** Rows with an error by what is wrong with them, most frequent first. */
  readonly classes: readonly SpellingClassReport[];
}

/**
 * Reads `typed TAB intended`, one pair a line, no header; further columns are not looked at.
 * @throws GatewayError `bad_request` for a line without a tab, with its number
 */
export function readSpellingPairs(lines: readonly string[], name: string): readonly SpellingPair[] {
  return lines.flatMap((line, at) => {
    const text = line.replace(/\r$/, '');
    if (text === '') return [];
    const [typed = '', intended] = text.split('\t');
    if (intended === undefined) {
      throw new GatewayError('bad_request', `${name}:${at + 1}: expected typed TAB intended`);
    }
    return [{ typed, intended }];
  });
}

/** Case and blanks do not make two queries different: no analyzer that search uses keeps them. */
export function sameQuery(text: string): string {
  return foldCase(text).replaceAll(/\s+/gu, ' ').trim();
}

/** What the corrections of a set are worth; texts are compared without case and blanks at their ends. */
export function spellingReport(results: readonly SpellingResult[]): SpellingReport {
  const counts = { restored: 0, errors: 0, third: 0, clean: 0, kept: 0 };
  const classes = new Map<string, { restored: number; total: number }>();
  const intendedKept = new Map<string, boolean>();
  for (const result of results) {
    const [typed, intended, corrected] = [result.typed, result.intended, result.corrected].map(sameQuery);
    if (typed === undefined || intended === undefined) continue;
    intendedKept.set(intended, sameQuery(result.intendedCorrected) === intended);
    if (typed === intended) {
      counts.clean += 1;
      if (corrected === typed) counts.kept += 1;
      continue;
    }
    const restored = corrected === intended;
    counts.errors += 1;
    if (restored) counts.restored += 1;
    else if (corrected !== typed) counts.third += 1;
    const name = spellingClass(typed, intended);
    const seen = classes.get(name) ?? { restored: 0, total: 0 };
    classes.set(name, { restored: seen.restored + (restored ? 1 : 0), total: seen.total + 1 });
  }
  const changed = counts.clean - counts.kept;
  const precision = ratio(counts.restored, counts.restored + changed);
  const recall = ratio(counts.restored, counts.errors);
  return {
    sentence: { precision, recall, f1: ratio(2 * precision * recall, precision + recall) },
    cleanChanged: ratio(changed, counts.clean),
    restored: proportion(counts.restored, counts.errors),
    miscorrected: proportion(counts.third, counts.errors),
    cleanKept: proportion(counts.kept, counts.clean),
    intendedKept: proportion([...intendedKept.values()].filter(Boolean).length, intendedKept.size),
    classes: [...classes]
      .sort((a, b) => b[1].total - a[1].total)
      .map(([name, { restored, total }]) => ({ name, restored: proportion(restored, total) })),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
