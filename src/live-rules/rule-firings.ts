import { LRUCache } from 'lru-cache';
import type { FiredRule } from '../admin-api/rules.ts';
import { ruleKey, ruleMatchesIn, type RuleMatchNote } from '../domain/rule-match.ts';
import type { StageReport } from '../domain/search.ts';

/** Rules that are remembered; the one that has not fired for longest is forgotten first. Some 300 bytes each. */
const MOST_RULES = 2000;
/** Rules that are told. */
const MOST_TOLD = 500;
const MINUTE_MS = 60_000;
const MINUTES = 60;

/** Which rules take part in searches, and how often. Holds nothing of what was searched. */
export interface RuleFirings {
  /** Counts what the stage of rules says it did; of other stages nothing. */
  heard(report: StageReport): void;
  /** The latest first. */
  report(): readonly FiredRule[];
}

interface Firing {
  readonly match: Pick<RuleMatchNote, 'rule' | 'file' | 'line'>;
  count: number;
  lastMs: number;
  /** One for each minute of an hour, by minute since 1970; older ones are emptied as they come up again. */
  readonly minutes: Uint32Array;
}

/**
 * @param now milliseconds since 1970
 * @param counted is told the id of each rule that took part in a search, once a search
 */
export function createRuleFirings(now: () => number, counted: (rule: string) => void): RuleFirings {
  const firings = new LRUCache<string, Firing>({ max: MOST_RULES });

  function count({ rule, file, line }: RuleMatchNote): void {
    const key = ruleKey({ rule, file, line });
    const firing = firings.get(key) ?? {
      match: { rule, file, line },
      count: 0,
      lastMs: now(),
      minutes: new Uint32Array(MINUTES),
    };
    forget(firing, now());
    firing.count += 1;
    firing.minutes[minuteOf(firing.lastMs) % MINUTES]! += 1;
    firings.set(key, firing);
  }

  return {
    heard(report) {
      const matches = ruleMatchesIn(report);
      for (const match of matches) count(match);
      for (const rule of new Set(matches.map((match) => match.rule))) counted(rule);
    },
    report() {
      const atMs = now();
      return [...firings.values()].slice(0, MOST_TOLD).map(({ match, count: times, lastMs, minutes }) => {
        const last = minuteOf(lastMs);
        return {
          ...match,
          count: times,
          lastAt: new Date(lastMs).toISOString(),
          perMinute: Array.from({ length: MINUTES }, (_, at) => {
            const minute = minuteOf(atMs) - (MINUTES - 1 - at);
            const isKept = minute <= last && minute > last - MINUTES;
            return isKept ? (minutes[minute % MINUTES] ?? 0) : 0;
          }),
        };
      });
    },
  };
}

/** What several processes say, together; the latest first. */
export function joinFirings(reports: readonly (readonly FiredRule[])[]): readonly FiredRule[] {
  const joined = new Map<string, FiredRule>();
  for (const fired of reports.flat()) {
    const key = ruleKey(fired);
    const before = joined.get(key);
    joined.set(key, before === undefined ? fired : together(before, fired));
  }
  return [...joined.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)).slice(0, MOST_TOLD);
}

function together(one: FiredRule, other: FiredRule): FiredRule {
  return {
    ...one,
    count: one.count + other.count,
    lastAt: one.lastAt > other.lastAt ? one.lastAt : other.lastAt,
    perMinute: one.perMinute.map((times, at) => times + (other.perMinute[at] ?? 0)),
  };
}

/** Moves a firing's hour on, emptying the minutes that have passed without it. */
function forget(firing: Firing, nowMs: number): void {
  const passed = Math.min(MINUTES, minuteOf(nowMs) - minuteOf(firing.lastMs));
  for (let ago = 0; ago < passed; ago += 1) firing.minutes[(minuteOf(nowMs) - ago) % MINUTES] = 0;
  firing.lastMs = nowMs;
}

function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS);
}
