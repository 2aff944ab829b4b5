import type { SourceLine } from '../source/lines.ts';

/** A line of a rule file that says something: without its comment and without blanks at its ends. */
export interface RuleLine extends SourceLine {
  /** Whether a fault of this line was reported, so that it says nothing. */
  readonly isFaulty?: true;
}

/** A `#` that no single backslash stands before. */
const COMMENT = /(?<!(?<!\\)\\)#/;

/** What is left of a line without its comment and the blanks around it; may be empty. */
export function stripped(text: string): string {
  const comment = text.includes('#') ? text.search(COMMENT) : -1;
  return (comment === -1 ? text : text.slice(0, comment)).trim();
}
