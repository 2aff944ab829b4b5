import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';

/** Indices whose vectors do not fit the encoder that is loaded: logged once, and said in readiness. */
export interface VectorAlarms {
  readonly alarm: (index: string, fault: string | null) => void;
  /** Nothing where no index has vectors. */
  health(): readonly DependencyHealth[];
}

/** Readiness names the first few. */
const NAMED = 5;

export function createVectorAlarms(logger: Logger): VectorAlarms {
  const states = new Map<string, string | null>();
  return {
    alarm(index, fault) {
      const before = states.get(index);
      if (before === fault) return;
      states.set(index, fault);
      if (fault !== null) logger.warn({ index, fault }, 'searches on an index go without vectors');
      else if (before !== undefined) logger.info({ index }, 'searches on an index have vectors again');
    },
    health() {
      if (states.size === 0) return [];
      const faults = [...states].flatMap(([index, fault]) => (fault === null ? [] : [`${index}: ${fault}`]));
      const more = faults.length > NAMED ? ` and ${faults.length - NAMED} more` : '';
      return [
        {
          name: 'vectors',
          state: faults.length === 0 ? 'up' : 'degraded',
          detail:
            faults.length === 0
              ? `${states.size} ${states.size === 1 ? 'index' : 'indices'}`
              : faults.slice(0, NAMED).join('; ') + more,
        },
      ];
    },
  };
}
