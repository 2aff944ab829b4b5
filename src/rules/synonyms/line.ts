/** The two sides of a line; `outputs` is undefined where the line has no `=>`. */
export interface SynonymLine {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[] | undefined;
}

/** Splits `a, b => c` at what no `\` stands before; undefined where there is more than one `=>`. */
export function readSynonymLine(line: string): SynonymLine | undefined {
  const sides = split(line, '=>');
  if (sides.length > 2) return undefined;
  const [inputs = '', outputs] = sides;
  return { inputs: phrases(inputs), outputs: outputs === undefined ? undefined : phrases(outputs) };
}

/** What the commas part, without its backslashes; nothing between two commas is nothing. */
function phrases(side: string): string[] {
  return split(side, ',')
    .map((phrase) => phrase.replaceAll(/\\([^])/gu, '$1').trim())
    .filter((phrase) => phrase !== '');
}

function split(text: string, separator: string): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(separator, at)) {
      pieces.push(text.slice(start, at));
      start = at + separator.length;
      at = start - 1;
    }
  }
  return [...pieces, text.slice(start)];
}
