/** A line of a rule file that says something: without its comment and without blanks at its ends. */
export interface RuleLine {
  /** Of the file, 1 is the first. */
  readonly line: number;
  readonly text: string;
  /** Whether a fault of this line was reported, so that it says nothing. */
  readonly isFaulty?: true;
}

/** A `#` that no single backslash stands before. */
const COMMENT = /(?<!(?<!\\)\\)#/;

/** The lines of a text with their numbers, one at a time; a byte order mark is no text. */
export function* numberedLines(text: string): Generator<RuleLine> {
  const end = /\r\n|[\r\n]/g;
  let from = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; ; line += 1) {
    end.lastIndex = from;
    const found = end.exec(text);
    yield { line, text: text.slice(from, found?.index ?? text.length) };
    if (found === null) return;
    from = end.lastIndex;
  }
}

/** What is left of a line without its comment and the blanks around it; may be empty. */
export function stripped(text: string): string {
  const comment = text.includes('#') ? text.search(COMMENT) : -1;
  return (comment === -1 ? text : text.slice(0, comment)).trim();
}
