/** Longest list, in bytes, that is sent item by item. */
const LIST_BYTES = 4096;

/** Longest string or token inside a member. */
const VALUE_CHARACTERS = 512;

/**
 * `Relevance-Status`, an item of RFC 8941, of a search that was improved: `applied; version="…"`, or
 * `applied; degraded="rerank,knn"; version="…"` where stages failed or were dropped, with `relaxed="modifiers"` where the
 * query found too little and less was asked, `reason=overload` where stages were dropped because there is too much to do,
 * and `cache=hit` where the answer is one that was given a moment ago. Here as below, characters
 * that a field cannot hold are replaced, so that no value breaks the header or adds another.
 */
export function applied({
  version,
  degraded,
  shed = false,
  relaxed = null,
  cached = false,
}: AppliedStatus): string {
  const hit = cached ? '; cache=hit' : '';
  const why = shed ? '; reason=overload' : '';
  const less = degraded.length === 0 ? '' : `; degraded=${string(degraded.join(','))}${why}`;
  const wider = relaxed === null ? '' : `; relaxed=${string(relaxed)}`;
  return `applied${hit}${less}${wider}; version=${string(version)}`;
}

export interface AppliedStatus {
  readonly version: string;
  /** Stages that failed or were dropped. */
  readonly degraded: readonly string[];
  /** Whether stages were dropped because there is too much to do. */
  readonly shed?: boolean;
  /** Whether the answer was given before. */
  readonly cached?: boolean;
  /** How the query was relaxed because it found too little. */
  readonly relaxed?: string | null;
}

/** `Relevance-Status` of a search that was passed on: `bypass; reason=sort`. */
export function bypass(reason: string): string {
  return `bypass; reason=${token(reason)}`;
}

/** `Relevance-Status` of a search whose caller wanted no pipeline. */
export const OFF = 'off';

/**
 * `Relevance-Status` of an `_msearch`, a list of RFC 8941 with one member an item, in order. Past 4 KiB equal
 * members are counted instead, told by their parameter `n`: `applied; version="…"; n=120, bypass; reason=sort; n=3`;
 * and where even that is too long, kinds: `applied; n=120, bypass; n=380`.
 * @param members made by `applied`, `bypass` or `OFF`
 */
export function statusList(members: readonly string[]): string {
  const list = members.join(', ');
  if (list.length <= LIST_BYTES) return list;
  const summary = counted(members);
  return summary.length <= LIST_BYTES ? summary : counted(members.map((member) => member.replace(/;.*/, '')));
}

/**
 * `Server-Timing` (W3C): milliseconds of each stage in the order given, then in all; stages that go past 4 KiB
 * are left out.
 */
export function serverTiming(
  stages: readonly { readonly stage: string; readonly durationMs: number }[],
  totalMs: number,
): string {
  const total = `total;dur=${totalMs.toFixed(2)}`;
  let length = total.length;
  const metrics = stages
    .map(({ stage, durationMs }) => `${token(stage)};dur=${durationMs.toFixed(2)}`)
    .filter((metric) => (length += metric.length + 2) <= LIST_BYTES);
  return [...metrics, total].join(', ');
}

function counted(members: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of members) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name}; n=${count}`).join(', ');
}

/** RFC 8941 section 3.3.3: printable ASCII; anything else becomes `?`. */
function string(text: string): string {
  const safe = text.slice(0, VALUE_CHARACTERS).replaceAll(/[^\x20-\x7e]/g, '?');
  return `"${safe.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** A token of both RFC 8941 section 3.3.4 and RFC 9110: starts with a letter; anything else becomes `-`. */
function token(text: string): string {
  const safe = text.slice(0, VALUE_CHARACTERS).replaceAll(/[^\w!#$%&'*+.^`|~-]/g, '-');
  return /^[A-Za-z]/.test(safe) ? safe : `x${safe}`;
}
