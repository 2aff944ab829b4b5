/** The name that takes the fewest edits to reach. */
export function nearest(given: string, names: readonly string[]): string {
  let best = names[0] ?? '';
  let least = Infinity;
  for (const name of names) {
    const edits = distance(given, name);
    if (edits >= least) continue;
    least = edits;
    best = name;
  }
  return best;
}

/** Letters to change, add or take away (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const cost = one[at - 1] === other[to - 1] ? 0 : 1;
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + cost));
    }
    row = next;
  }
  return row[other.length]!;
}
