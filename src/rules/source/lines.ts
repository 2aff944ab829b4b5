/** The text of a rule file and what it is called in messages. */
export interface RuleSource {
  readonly file: string;
  readonly text: string;
}

/** A line that says something. */
export interface SourceLine {
  /** 1 is the first. */
  readonly line: number;
  /** Without blanks at its ends, never empty. */
  readonly text: string;
}

/** The lines that hold more than blanks, trimmed, in order. A byte order mark is no text. */
export function* sourceLines(text: string): Generator<SourceLine> {
  let line = 0;
  for (const raw of text.split(/\r\n|[\r\n]/)) {
    line += 1;
    const trimmed = raw.replace(/^\ufeff/, '').trim();
    if (trimmed !== '') yield { line, text: trimmed };
  }
}

/** The pieces between blanks, none of them empty. */
export function blankSeparated(text: string): string[] {
  return text.split(/\s+/).filter((piece) => piece !== '');
}
