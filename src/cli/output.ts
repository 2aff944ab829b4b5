/** What every command writes with. Results go to standard output, everything else to standard error. */

/** One JSON value, for scripts. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Lines whose cells stand under one another; numbers to the right. The last column is not padded. */
export function columns(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => width(String(row[column] ?? '')))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const text = String(cell);
        const gap = ' '.repeat(Math.max(0, widths[column]! - width(text)));
        if (typeof cell === 'number') return gap + text;
        return column === row.length - 1 ? text : text + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Columns that a text takes on a terminal: East Asian characters take two. */
export function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The text, cut to so many columns. */
export function clip(text: string, columnsLeft: number): string {
  if (width(text) <= columnsLeft) return text;
  let taken = '';
  for (const character of text) {
    if (width(taken + character) > columnsLeft - 1) break;
    taken += character;
  }
  return `${taken}…`;
}
