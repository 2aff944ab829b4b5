/** One level of the patterns of a `filter_path`: what may stand there and what may follow. */
interface Level {
  readonly terms: Map<string, Level>;
  readonly wildcards: Map<string, Level>;
  /** A pattern ends here: all below matches. */
  isFinal: boolean;
  /** `**`: matches this level and any below it. */
  readonly isDeep: boolean;
}

/** Where in the patterns a member stands: it matches, cannot match, or something below it might. */
export type Match = 'all' | 'none' | readonly Level[];

/** A parsed `filter_path`; null where it has no patterns of that kind. */
export interface FilterPath {
  readonly include: readonly Level[] | null;
  readonly exclude: readonly Level[] | null;
}

/** Bounds the work for each name of an answer. */
const MAX_PATTERNS = 64;
const MAX_CHARACTERS = 4096;

/**
 * Reads `filter_path` the way Elasticsearch's `FilterPath` does: commas between patterns, dots between levels, `\.`
 * for a dot in a name, `*` within a level, `**` for one level or more, `-` in front to exclude.
 * @param value percent-decoded
 * @returns undefined where the engine should filter itself: nothing to filter by, or too much
 */
export function parseFilterPath(value: string): FilterPath | undefined {
  const patterns = value
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
  if (patterns.length === 0 || patterns.length > MAX_PATTERNS || value.length > MAX_CHARACTERS)
    return undefined;
  // An escape of anything but a dot, and an exclusion of nothing, mean what the engine's parser makes of them.
  if (patterns.some((pattern) => pattern === '-' || /\\(?!\.)/.test(pattern))) return undefined;
  const excluded = patterns.filter((pattern) => pattern.startsWith('-'));
  const included = patterns.filter((pattern) => !pattern.startsWith('-'));
  return {
    include: included.length === 0 ? null : [treeOf(included)],
    exclude: excluded.length === 0 ? null : [treeOf(excluded.map((pattern) => pattern.slice(1)))],
  };
}

function treeOf(patterns: readonly string[]): Level {
  const root = level('');
  for (const pattern of patterns) insert(root, pattern);
  return root;
}

function level(segment: string): Level {
  return { terms: new Map(), wildcards: new Map(), isFinal: false, isDeep: segment === '**' };
}

function insert(root: Level, pattern: string): void {
  let at = root;
  for (const segment of segmentsOf(pattern)) {
    const children = segment.includes('*') ? at.wildcards : at.terms;
    let child = children.get(segment);
    if (child === undefined) {
      child = level(segment);
      children.set(segment, child);
    }
    at = child;
  }
  at.isFinal = true;
}

/** A dot at the start of what is left is part of a name, as in the engine. */
function segmentsOf(pattern: string): string[] {
  const segments: string[] = [];
  let rest = pattern;
  for (;;) {
    const dot = /(?<!\\)\./.exec(rest)?.index ?? -1;
    if (dot <= 0) {
      segments.push(rest.replaceAll('\\.', '.'));
      return segments;
    }
    segments.push(rest.slice(0, dot).replaceAll('\\.', '.'));
    rest = rest.slice(dot + 1);
  }
}

/** Steps from a container's place in the patterns to that of its member `name`. */
export function step(levels: readonly Level[], name: string): Match {
  const next: Level[] = [];
  for (const at of levels) {
    const term = at.terms.get(name);
    if (term?.isFinal === true) return 'all';
    if (term !== undefined) next.push(term);
    for (const [pattern, child] of at.wildcards) {
      if (!globMatches(pattern, name)) continue;
      if (child.isFinal) return 'all';
      next.push(child);
    }
    if (at.isDeep) next.push(at);
  }
  return next.length === 0 ? 'none' : [...new Set(next)];
}

/** `*` stands for any run of characters. Goes back to the last star only, so the cost is bounded by m × n. */
function globMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p;
      retry = n;
      p += 1;
    } else if (p < pattern.length && pattern[p] === name[n]) {
      p += 1;
      n += 1;
    } else if (star !== -1) {
      retry += 1;
      p = star + 1;
      n = retry;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
