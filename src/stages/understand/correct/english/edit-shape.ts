/** How a typed word differs from the one that may have been meant. */
export interface EditShape {
  /** 1 or 2 edits; what is further apart is none. */
  readonly distance: 1 | 2;
  readonly kind: 'wrong' | 'extra' | 'missing' | 'swapped' | 'two';
  /** Where in the typed word the first edit is. */
  readonly at: number;
  /** The letters involved; empty with two edits. `typed` is what stands there, `meant` what should. */
  readonly typed: string;
  readonly meant: string;
}

/** Rows of a QWERTY keyboard; the offset is that of the row's first key, in keys. */
const ROWS = [
  ['qwertyuiop', 0],
  ['asdfghjkl', 0.25],
  ['zxcvbnm', 0.75],
] as const;
const PLACES = new Map<string, readonly [number, number]>();
ROWS.forEach(([row, offset], line) => {
  Array.from(row, (letter, at) => PLACES.set(letter, [at + offset, line]));
});

/** Whether two keys touch each other on a QWERTY keyboard. */
export function areNeighbours(a: string, b: string): boolean {
  const [first, second] = [PLACES.get(a), PLACES.get(b)];
  if (first === undefined || second === undefined || a === b) return false;
  return Math.abs(first[1] - second[1]) <= 1 && Math.abs(first[0] - second[0]) <= 1;
}

/** The shape of the difference, undefined for equal words and those more than two edits apart. */
export function editShape(typed: string, meant: string): EditShape | undefined {
  const longer = typed.length - meant.length;
  if (longer > 2 || longer < -2 || typed === meant) return undefined;
  const shortest = Math.min(typed.length, meant.length);
  let at = 0;
  while (at < shortest && typed.charCodeAt(at) === meant.charCodeAt(at)) at += 1;
  let tail = 0;
  while (
    tail < shortest - at &&
    typed.charCodeAt(typed.length - 1 - tail) === meant.charCodeAt(meant.length - 1 - tail)
  ) {
    tail += 1;
  }
  const left = typed.slice(at, typed.length - tail);
  const right = meant.slice(at, meant.length - tail);
  if (left.length + right.length === 1) {
    return { distance: 1, kind: left === '' ? 'missing' : 'extra', at, typed: left, meant: right };
  }
  if (left.length === 1 && right.length === 1) {
    return { distance: 1, kind: 'wrong', at, typed: left, meant: right };
  }
  if (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]) {
    return { distance: 1, kind: 'swapped', at, typed: left, meant: right };
  }
  return withinTwo(left, right) ? { distance: 2, kind: 'two', at, typed: '', meant: '' } : undefined;
}

/** Whether one edit more makes the texts differ by one edit at most; both start and end differently. */
function withinTwo(a: string, b: string): boolean {
  const x = a.slice(1);
  const y = b.slice(1);
  return (
    withinOne(x, y) ||
    withinOne(x, b) ||
    withinOne(a, y) ||
    (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0] && withinOne(a.slice(2), b.slice(2)))
  );
}

function withinOne(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  if (a.slice(at + 1) === b.slice(at + 1) || a.slice(at) === b.slice(at + 1)) return true;
  if (a.slice(at + 1) === b.slice(at)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
