/**
 * A way in which the first part of a compound differs from the word itself: `endsAs` of the word becomes
 * `joinsAs` (`Jahr` + `es` + `zeit`: '' → 'es'; `Woll` + `decke`: 'e' → '').
 */
export interface Linking {
  readonly endsAs: string;
  readonly joinsAs: string;
  /** How common it is among compounds, 0 to 1 (the most common). */
  readonly share: number;
  /** A change within what is before those endings, and back; undefined where it does not apply. */
  readonly change?: { readonly join: StemChange; readonly part: StemChange };
}

export type StemChange = (stem: string) => string | undefined;

/** How words of a language become parts of compounds. */
export const MORPHOLOGIES = ['DEFAULT', 'GERMAN', 'DUTCH'] as const;
export type Morphology = (typeof MORPHOLOGIES)[number];

/** A word's form as first part of a compound, or the word behind such a form. */
export interface LinkedForm {
  readonly text: string;
  readonly share: number;
}

export const PLAIN: readonly Linking[] = [{ endsAs: '', joinsAs: '', share: 1 }];

/** How the word may look as first part of a compound. */
export function joiningForms(word: string, linkings: readonly Linking[]): LinkedForm[] {
  return linkings.flatMap(({ endsAs, joinsAs, share, change }) =>
    exchanged(word, { from: endsAs, to: joinsAs, change: change?.join, share }),
  );
}

/** The words that may look like this as first part of a compound. */
export function partingForms(part: string, linkings: readonly Linking[]): LinkedForm[] {
  return linkings.flatMap(({ endsAs, joinsAs, share, change }) =>
    exchanged(part, { from: joinsAs, to: endsAs, change: change?.part, share }),
  );
}

function exchanged(
  text: string,
  by: { from: string; to: string; change: StemChange | undefined; share: number },
): LinkedForm[] {
  if (!text.endsWith(by.from) || text.length <= by.from.length) return [];
  const stem = text.slice(0, text.length - by.from.length);
  const changed = by.change === undefined ? stem : by.change(stem);
  return changed === undefined ? [] : [{ text: changed + by.to, share: by.share }];
}
