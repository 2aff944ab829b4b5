import type { Meter } from '@opentelemetry/api';
import { METRICS } from './metric-names.ts';

/** Rules with a series of their own: a shop may have a hundred thousand, and each series costs in every process. */
export const NAMED_RULES = 100;

const OTHER = 'other';

export interface RuleFires {
  fired(rule: string): void;
  /** Ids of the rules in force, in the order of their files; the array changes when they do. */
  inForce(ids: () => readonly string[]): void;
}

/**
 * Counts how often rules take part in searches: the first {@link NAMED_RULES} of the files each by itself, all others
 * together. Every process names the same ones. A rule that is no longer among them loses its series.
 */
export function ruleFires(meter: Meter): RuleFires {
  let idsInForce: (() => readonly string[]) | undefined;
  let known: readonly string[] | undefined;
  let named = new Map<string, number>();
  let others = 0;

  function refresh(): void {
    const ids = idsInForce?.();
    if (ids === undefined || ids === known) return;
    known = ids;
    named = new Map([...new Set(ids)].slice(0, NAMED_RULES).map((id) => [id, named.get(id) ?? 0]));
  }

  meter.createObservableCounter(METRICS.ruleFires.name, METRICS.ruleFires).addCallback((result) => {
    // Processes without rules have no series of them.
    if (idsInForce === undefined) return;
    refresh();
    for (const [rule, count] of named) if (rule !== OTHER) result.observe(count, { rule });
    result.observe(others + (named.get(OTHER) ?? 0), { rule: OTHER });
  });

  return {
    fired(rule) {
      refresh();
      const count = named.get(rule);
      if (count === undefined) others += 1;
      else named.set(rule, count + 1);
    },
    inForce(ids) {
      idsInForce = ids;
    },
  };
}
