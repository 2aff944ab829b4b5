/** First and last code point, both within. */
export type Range = readonly [from: number, to: number];

/** Ranges in order that neither touch nor overlap. */
export type CodePoints = readonly Range[];

export const LAST_CODE_POINT = 0x10ffff;
/** No letter beyond this one has two cases. */
const LAST_CASED = 0x1e943;

export function union(ranges: readonly Range[]): CodePoints {
  const merged: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CodePoints): CodePoints {
  const gaps: Range[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

export function intersection(a: CodePoints, b: CodePoints): CodePoints {
  return complement(union([...complement(a), ...complement(b)]));
}

/** The characters and the small forms of those that are capitals. */
export function withSmallLetters(set: CodePoints): CodePoints {
  const small: Range[] = [];
  for (const [from, to] of set) {
    for (let point = from; point <= Math.min(to, LAST_CASED); point += 1) {
      const lower = String.fromCodePoint(point).toLowerCase();
      const code = lower.codePointAt(0) ?? point;
      if (code !== point && String.fromCodePoint(code) === lower) small.push([code, code]);
    }
  }
  return union([...set, ...small]);
}
