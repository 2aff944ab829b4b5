export interface Hit {
  readonly _id: string;
  readonly _score: number | null;
  readonly [key: string]: unknown;
}

export interface Hits {
  readonly total?: unknown;
  readonly hits: readonly Hit[];
}

const TOLERANCE = 1e-3;
/** Scores closer than this are one tie: their order is the engine's own affair. */
const TIE = 1e-5;

function close(a: number | null, b: number | null, tolerance = TOLERANCE): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-9);
}

function isStranger({ _id }: Hit, hits: readonly Hit[]): boolean {
  return hits.every((hit) => hit._id !== _id);
}

/** Differences in ids and scores; hits that tie with the last one may differ. */
function hitDifferences(expected: readonly Hit[], actual: readonly Hit[]): readonly string[] {
  if (expected.length !== actual.length) return [`${actual.length} hits instead of ${expected.length}`];
  const last = expected.at(-1)?._score ?? null;
  return expected.flatMap((hit, i): readonly string[] => {
    const other = actual[i]!;
    if (!close(hit._score, other._score))
      return [`hit ${i}: score ${other._score} instead of ${hit._score} (${other._id}, ${hit._id})`];
    if (hit._score === null)
      return hit._id === other._id ? [] : [`hit ${i}: ${other._id} instead of ${hit._id}`];
    if (close(hit._score, last, TIE)) return [];
    const found = actual.find(({ _id }) => _id === hit._id);
    // Of two documents that tie, either may stand for its group.
    if (found === undefined && close(hit._score, other._score, TIE) && isStranger(other, expected)) return [];
    if (found === undefined) return [`${hit._id} is missing`];
    return close(hit._score, found._score)
      ? []
      : [`${hit._id}: score ${found._score} instead of ${hit._score}`];
  });
}

/** Differences of two JSON values; numbers may differ by a millionth. */
export function jsonDifferences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return close(expected, actual, 1e-6) ? [] : [`${path}: ${actual} instead of ${expected}`];
  }
  if (typeof expected !== 'object' || typeof actual !== 'object' || expected === null || actual === null) {
    return expected === actual
      ? []
      : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) =>
    jsonDifferences(
      (expected as Record<string, unknown>)[key],
      (actual as Record<string, unknown>)[key],
      `${path}.${key}`,
    ),
  );
}

/** The part of an answer that engines must agree on. */
export interface Essence {
  readonly hits: Hits;
  readonly aggregations?: unknown;
}

/** All differences that matter between the answers to one search. */
export function differences(expected: Essence, actual: Essence): readonly string[] {
  const found = [
    ...jsonDifferences(expected.hits.total, actual.hits.total, 'total'),
    ...hitDifferences(expected.hits.hits, actual.hits.hits),
    ...jsonDifferences(expected.aggregations, actual.aggregations, 'aggregations'),
  ];
  const byId = new Map(actual.hits.hits.map((hit) => [hit._id, hit]));
  for (const hit of expected.hits.hits) {
    const other = byId.get(hit._id);
    if (other === undefined) continue;
    for (const key of ['highlight', 'sort', 'fields', '_source', '_version', 'matched_queries']) {
      found.push(...jsonDifferences(hit[key], other[key], `${hit._id}.${key}`));
    }
  }
  return found;
}
