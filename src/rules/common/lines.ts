/** A line of a rule file that says something: without its comment and without blanks at its ends. */
export interface RuleLine {
  /** Of the file, 1 is the first. */
  readonly line: number;
  readonly text: string;
}

/** A `#` that no single backslash stands before. */
const COMMENT = /(?<!(?<!\\)\\)#/;

/** The lines of a text with their numbers; a byte order mark is no text. */
export function numberedLines(text: string): RuleLine[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\r\n]/)
    .map((content, at) => ({ line: at + 1, text: content }));
}

/** What is left of a line without its comment and the blanks around it; may be empty. */
export function stripped(text: string): string {
  const comment = text.search(COMMENT);
  return (comment === -1 ? text : text.slice(0, comment)).trim();
}
