/** Elasticsearch writes it first. */
const TOOK = /^\s*\{\s*"took"\s*:\s*(\d{1,9})\b/;
const MOST_BYTES = 64;

/** What an answer to a search says it took, in milliseconds; null where it does not begin with that. */
export function tookOf(body: Buffer): number | null {
  const found = TOOK.exec(body.toString('latin1', 0, MOST_BYTES));
  return found === null ? null : Number(found[1]);
}
