import type { Config } from '../config/schema.ts';
import type { Backend } from '../domain/backend.ts';
import { SYSTEM_TIME } from '../domain/time.ts';
import { EventLoopLag } from '../http/event-loop-lag.ts';
import { ResultCache } from '../http/search/cache/result-cache.ts';
import { createAcceptedCredentials } from '../http/search/credentials.ts';
import { createExplainStore, type ExplainStore } from '../http/search/explain-store.ts';
import { createFrozenWindows } from '../http/search/frozen-windows.ts';
import type { SearchPlan, SearchServices } from '../http/search/services.ts';
import { createTextCounts } from '../http/search/text-counts.ts';
import { createRuleFirings, type RuleFirings } from '../live-rules/rule-firings.ts';
import { describeSearch } from '../telemetry/search-span.ts';
import { createStageTally, type StageTally } from '../telemetry/stage-tally.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createSearchAdmission, type SearchAdmission } from './admission.ts';

/** What a search needs, and what is told and remembered of searches. */
export interface SearchParts {
  readonly services: SearchServices;
  readonly admission: SearchAdmission;
  readonly trees: ExplainStore;
  readonly firings: RuleFirings;
  readonly tally: StageTally;
  /** Measures until it is closed. */
  readonly lag: EventLoopLag;
}

export interface SearchPartsOptions {
  readonly config: Config;
  readonly backend: Backend;
  readonly telemetry: Pick<Telemetry, 'logger' | 'meters' | 'requests'>;
  /** The plan in force. */
  readonly plan: () => SearchPlan;
}

export function createSearchParts({ config, backend, telemetry, plan }: SearchPartsOptions): SearchParts {
  const { logger, meters, requests: spans } = telemetry;
  const { resultCache } = config.server;
  const trees = createExplainStore();
  const firings = createRuleFirings(Date.now, (rule) => meters.ruleFired(rule));
  const tally = createStageTally(Date.now);
  const lag = new EventLoopLag();
  const admission = createSearchAdmission(config, { time: SYSTEM_TIME, lagMs: () => lag.ms });
  const services: SearchServices = {
    engine: backend.engine,
    passThrough: backend.passThrough,
    catalog: backend.catalog,
    counts: createTextCounts(backend.engine),
    accepted: createAcceptedCredentials(),
    windows: createFrozenWindows(),
    results: resultCache.enabled ? new ResultCache(resultCache) : undefined,
    observeCache: (from) => meters.resultCache(from),
    clock: SYSTEM_TIME,
    logger,
    spans,
    meter: meters.stages,
    plan,
    load: admission.load,
    reported(report) {
      firings.heard(report);
      tally.heard(report);
    },
    observe(event) {
      // What is passed on ends elsewhere; its time says nothing.
      if (event.outcome === 'applied' && event.cached !== true)
        admission.limit.took(event.durationMs, admission.gate.inFlight);
      if (event.reason === 'overloaded') admission.limit.dropped();
      meters.search(event);
      describeSearch(event.span, event);
    },
    remember: (outcome) =>
      trees.put({ query: outcome.query, stages: outcome.reports, degraded: [...outcome.degraded.keys()] }),
  };
  return { services, admission, trees, firings, tally, lag };
}
