/** One member of `Relevance-Status`: what became of one search. */
export interface SearchStatus {
  /** `applied`, `bypass`, `off`; `unreadable` where the header is not what RFC 8941 allows. */
  readonly kind: string;
  /** Why, of a bypass. */
  readonly reason: string | null;
  /** Stages that it went without. */
  readonly degraded: readonly string[];
}

const MEMBER =
  /^\s*([A-Za-z*][\w:/!#$%&'*+.^`|~-]*)((?:\s*;\s*[a-z*][\w.*-]*(?:=(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))?)*)\s*(?:,|$)/;
const PARAMETER = /;\s*([a-z*][\w.*-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+)))?/g;
const UNREADABLE: SearchStatus = { kind: 'unreadable', reason: null, degraded: [] };

/** `Relevance-Status` of a search, or of an `_msearch`, whose members may stand for several (`n`). */
export function readStatus(header: string): readonly SearchStatus[] {
  const members: SearchStatus[] = [];
  let rest = header;
  while (rest.trim() !== '') {
    const found = MEMBER.exec(rest);
    if (found === null) return [...members, UNREADABLE];
    const parameters = new Map<string, string>();
    for (const [, name, text, token] of found[2]!.matchAll(PARAMETER)) {
      parameters.set(name!, text?.replaceAll(/\\(.)/g, '$1') ?? token ?? '');
    }
    const degraded = (parameters.get('degraded') ?? '').split(',').filter((stage) => stage !== '');
    const status = { kind: found[1]!, reason: parameters.get('reason') ?? null, degraded };
    const times = Number(parameters.get('n') ?? 1);
    for (let time = 0; time < (Number.isSafeInteger(times) ? Math.min(times, 10_000) : 1); time += 1) {
      members.push(status);
    }
    rest = rest.slice(found[0].length);
  }
  return members;
}

/** Milliseconds by name, of `Server-Timing`; metrics without a duration are left out. */
export function readServerTiming(header: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  // Descriptions may hold any character between their quotes.
  for (const metric of header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []) {
    const [name, ...parameters] = metric.match(/(?:"(?:[^"\\]|\\.)*"|[^;"])+/g) ?? [];
    const duration = parameters
      .map((parameter) => /^\s*dur\s*=\s*"?([\d.]+)"?\s*$/i.exec(parameter)?.[1])
      .find((value) => value !== undefined);
    const milliseconds = Number(duration);
    if (name === undefined || name.trim() === '' || !Number.isFinite(milliseconds)) continue;
    times.set(name.trim(), milliseconds);
  }
  return times;
}
