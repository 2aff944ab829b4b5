const HAN = /\p{Script=Han}/u;
/** Longer texts are not compared character by character: the cost is the product of the lengths. */
const MAX_COMPARED = 400;

/**
 * What is wrong with a typed text, in one phrase: `chinese: same length`, `one letter missing`, `word split` …;
 * for tables of results.
 */
export function spellingClass(typed: string, intended: string): string {
  if (HAN.test(typed) || HAN.test(intended)) {
    return [...typed].length === [...intended].length ? 'chinese: same length' : 'chinese: other length';
  }
  if (typed.replaceAll(' ', '') === intended.replaceAll(' ', '')) {
    return typed.length > intended.length ? 'word split' : 'words joined';
  }
  if (typed.length > MAX_COMPARED || intended.length > MAX_COMPARED) return 'long text';
  const distance = editDistance(typed, intended);
  if (distance > 1) return distance === 2 ? 'two edits' : 'more than two edits';
  if (typed.length < intended.length) return 'one letter missing';
  if (typed.length > intended.length) return 'one letter too many';
  return swapped(typed, intended) ? 'two letters swapped' : 'one letter wrong';
}

function swapped(a: string, b: string): boolean {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at];
}

/** Optimal string alignment: letters missing, added, wrong, or two neighbours swapped, each at cost 1. */
function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let column = 0; column < width; column += 1) table[column] = column;
  for (let row = 1; row <= a.length; row += 1) {
    table[row * width] = row;
    for (let column = 1; column < width; column += 1) {
      const at = row * width + column;
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        table[at - width]! + 1,
        table[at - 1]! + 1,
        table[at - width - 1]! + (same ? 0 : 1),
      );
      const swap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swap) best = Math.min(best, table[at - 2 * width - 2]! + 1);
      table[at] = best;
    }
  }
  return table[table.length - 1]!;
}
