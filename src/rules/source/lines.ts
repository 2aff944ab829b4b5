/** The text of a rule file and what it is called in messages. */
export interface RuleSource {
  readonly file: string;
  readonly text: string;
}

/** A line of a file. */
export interface SourceLine {
  /** 1 is the first. */
  readonly line: number;
  readonly text: string;
}

/** The lines of a text with their numbers, one at a time; a byte order mark is no text. */
export function* numberedLines(text: string): Generator<SourceLine> {
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

/** The lines that say something, without blanks at their ends: neither empty nor a comment, which starts with `#`. */
export function* sourceLines(text: string): Generator<SourceLine> {
  for (const { line, text: written } of numberedLines(text)) {
    const trimmed = written.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) yield { line, text: trimmed };
  }
}

/** The pieces between blanks, none of them empty. */
export function blankSeparated(text: string): string[] {
  return text.split(/\s+/).filter((piece) => piece !== '');
}
