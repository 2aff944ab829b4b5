import type { ProcessReport, ServingReport } from './admin-api/system.ts';
import { REFUSALS } from './admission/gate.ts';
import { LOADS } from './admission/load-level.ts';
import { createGate } from './composition/admission.ts';
import { createCatalogues } from './composition/catalogues.ts';
import type { Config } from './config/schema.ts';
import type { Backend } from './domain/backend.ts';
import type { DependencyHealth } from './domain/catalog.ts';
import { SYSTEM_TIME } from './domain/time.ts';
import { createDriftWatch } from './composition/drift-watch.ts';
import { createEmbeddedBackend } from './embedded/backend.ts';
import { eventLogOf } from './composition/event-log.ts';
import { createElasticsearch } from './elasticsearch/backend.ts';
import { elasticsearchOptions } from './composition/elasticsearch-options.ts';
import type { AdminServices } from './http/admin/services.ts';
import type { RulesReport } from './admin-api/rules.ts';
import { indicesReport, pipelinesReport } from './http/admin/plan-reports.ts';
import { createCors } from './http/cors.ts';
import { createDataListener, type DataListener } from './http/data-listener.ts';
import { createOwnListener } from './http/own/listener.ts';
import { createVisibleTexts } from './http/own/visible-texts.ts';
import { compareSearches } from './http/search/compare.ts';
import { explainSearch } from './http/search/explain.ts';
import { isImproved } from './http/search/handler.ts';
import { searchListener } from './http/search/listener.ts';
import { tryRules } from './http/search/try-rules.ts';
import { checkRules, type LoadedRules, loadRules, type RuleReading } from './live-rules/live-rules.ts';
import type { Models } from './composition/models.ts';
import type { RuleFolder } from './live-rules/rule-folder.ts';
import type { RuleOrigin } from './live-rules/rule-origin.ts';
import type { StageFactory } from './pipeline/registry.ts';
import { buildPlan } from './composition/plan.ts';
import { withSoundRules } from './composition/sound-rules.ts';
import { createRulesInForce } from './live-rules/rules-in-force.ts';
import { createSearchParts } from './composition/search-parts.ts';
import { trialOf } from './composition/trial-plan.ts';
import { loadSampleCatalogue } from './composition/sample-catalogue.ts';
import { meteredBackend } from './telemetry/metered-backend.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface AppOptions {
  readonly config: Config;
  readonly telemetry: Pick<Telemetry, 'logger' | 'around' | 'meters' | 'requests'>;
  /** Stages of an application's own, by name, beside the built-in ones. */
  readonly stages?: ReadonlyMap<string, StageFactory>;
  /** Another engine than the one that the configuration names. */
  readonly backend?: Backend;
  /** The time that rules go by, milliseconds since 1970; the clock's unless given. */
  readonly now?: () => number;
  /** Models that rank and encode, opened by {@link openModels}; the gateway closes them. None unless given. */
  readonly models?: Models;
  /**
   * Which of how many serving processes this is, from 1: it takes events, and keeps them in a folder of its own. Absent: it
   * takes none, since another process may use the folder.
   */
  readonly eventsOf?: { readonly worker: number; readonly workers: number };
  /** Rule files from elsewhere than the configured folder. */
  readonly rulesFrom?: () => RuleOrigin;
  /** Rule files that were sound before: they are in force where those that lie there are faulty. */
  readonly soundRules?: RuleFolder;
}

/** A gateway, not yet listening. */
export interface App {
  readonly data: DataListener;
  readonly services: Pick<
    AdminServices,
    | 'ready'
    | 'explain'
    | 'explainById'
    | 'compare'
    | 'indices'
    | 'pipelines'
    | 'rules'
    | 'checkRules'
    | 'tryRules'
  >;
  /** Builds everything that the new configuration may change, then swaps; a fault changes nothing. */
  reload(config: Config): Promise<void>;
  /** Reads the rule files again and keeps what they say for {@link App.takeRules}; gives its version. */
  readRules(): Promise<string>;
  /** Puts the rules into force that were read last; faulty ones change nothing, and the report says why. */
  takeRules(): RulesReport;
  /** How it fares. */
  report(): Omit<ServingReport, keyof ProcessReport>;
  /** Lets go of the engine, the models and all that is kept; after the data listener has drained. */
  close(): Promise<void>;
}

/**
 * Puts a gateway together: the engine's adapter, the pipelines and the data listener.
 * @throws GatewayError `config_invalid`, `store_*`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const backend = meteredBackend(options.backend ?? (await openBackend(options)), options.telemetry.meters);
  try {
    return await appOn(backend, options);
  } catch (error) {
    // Left open it would keep the process alive.
    if (options.backend === undefined) await backend.close();
    throw error;
  }
}

async function appOn(backend: Backend, options: AppOptions): Promise<App> {
  const { config, telemetry, models } = options;
  const { requests: spans } = telemetry;
  const catalogues = createCatalogues(telemetry.logger);
  const build = (wanted: Config) =>
    buildPlan({
      config: wanted,
      engine: backend.engine,
      catalogues,
      telemetry,
      clock: SYSTEM_TIME,
      now: options.now ?? Date.now,
      rulesFrom: options.rulesFrom,
      models,
      stages: options.stages ?? new Map(),
    });
  let built = await build(config);
  const found = built.rules;
  if (found.errors.length > 0) built = await withSoundRules(built, options.soundRules);
  const rules = createRulesInForce(built.rules);
  // Says what is wrong with those that lie there.
  if (built.rules !== found) rules.take(found);
  telemetry.meters.version(() => built.plan.version);
  telemetry.meters.rules(() => built.rules);
  /** Rule files that were read, and are not in force yet. */
  let read: { readonly loaded: LoadedRules; readonly ruleReading: RuleReading } | undefined;
  const drift = createDriftWatch(backend, telemetry.logger);
  const { services, admission, trees, firings, tally, lag } = createSearchParts({
    config,
    backend,
    telemetry,
    plan: () => built.plan,
  });
  const rulesReport = (): RulesReport => ({ ...rules.report(), fired: firings.report() });
  const { ownPath, limits } = config.server;
  const events =
    options.eventsOf &&
    (await eventLogOf(config, {
      ...options.eventsOf,
      engine: backend.engine,
      logger: telemetry.logger,
      count: (outcome, count) => telemetry.meters.events(outcome, count),
      now: Date.now,
    }));
  const own =
    ownPath === null
      ? undefined
      : createOwnListener({
          path: ownPath,
          gate: createGate(limits, SYSTEM_TIME),
          suggest: {
            completerOf: (index) => built.completerOf(index),
            improves: (index) => built.plan.improves(index, backend.catalog.describe(index)),
            visible: createVisibleTexts(backend.engine, services.accepted),
            logger: telemetry.logger,
            settings: () => built.autocomplete,
          },
          observe: (event) => telemetry.meters.suggestion(event),
          spans,
          events,
        });
  const data: DataListener = createDataListener({
    passThrough: backend.passThrough,
    spans,
    isSearch: (request) => isImproved(services, request),
    search: searchListener(services),
    gate: admission.gate,
    refused: (reason) => telemetry.meters.refused(reason),
    ...(own === undefined ? {} : { local: own }),
    cors: createCors(config.server.cors.origins),
    limits,
    keepAliveMs: config.server.keepAliveMs,
    logger: telemetry.logger,
  });
  const health = (): readonly DependencyHealth[] => [
    ...backend.health(),
    ...built.health(),
    ...drift.health(built.drift),
    rules.health(),
    ...(events === undefined ? [] : [events.health()]),
    ...(models?.health() ?? []),
  ];
  telemetry.meters.dependencies(health);
  const admissionState = () => ({
    level: LOADS.indexOf(admission.load.load),
    inFlight: admission.gate.inFlight,
    waiting: admission.gate.waiting,
    most: admission.gate.most,
  });
  telemetry.meters.admission(admissionState, REFUSALS);
  return {
    data,
    services: {
      async ready() {
        const dependencies = health();
        return { ready: dependencies.every(({ state }) => state !== 'down'), dependencies };
      },
      explain: (request) => explainSearch(services, request),
      compare: (request) => compareSearches(services, request),
      indices: async () => indicesReport(backend.catalog, built.plan),
      pipelines: async () => pipelinesReport(built.plan),
      explainById: async (id) => trees.get(id),
      rules: async () => rulesReport(),
      async tryRules(request) {
        const { errors, warnings, plan } = await trialOf(built, request);
        if (plan === null) return { errors, warnings, results: [] };
        const after = { ...services, plan: () => plan };
        return { errors, warnings, results: await tryRules({ before: services, after }, request) };
      },
      checkRules: ({ file, text, index }) => checkRules({ file, text, index }, built.ruleReading),
    },
    async reload(wanted) {
      const fresh = await build(wanted);
      await models?.reload(wanted);
      built = rules.take(fresh.rules) ? fresh : fresh.withRules(rules.loaded());
      // Other models rank otherwise, under the same configuration.
      services.results?.clear();
      await backend.refresh();
    },
    async readRules() {
      const { ruleReading } = built;
      read = { loaded: await loadRules(ruleReading), ruleReading };
      return read.loaded.version;
    },
    takeRules() {
      // A reload of the configuration that came in between has read the files itself.
      if (read?.ruleReading === built.ruleReading && rules.take(read.loaded))
        built = built.withRules(read.loaded);
      read = undefined;
      return rulesReport();
    },
    report: () => ({
      version: built.plan.version,
      rulesVersion: built.rules.version,
      queue: {
        inFlight: admission.gate.inFlight,
        waiting: admission.gate.waiting,
        limits: { inFlight: admission.gate.most, queue: limits.queue },
        load: admission.load.load,
      },
      models: models?.offered() ?? { rerankers: [], encoders: [] },
      stages: tally.report(),
      dependencies: health(),
    }),
    async close() {
      lag.close();
      await events?.close();
      await backend.close();
      await models?.close();
    },
  };
}

async function openBackend({ config, telemetry, models }: AppOptions): Promise<Backend> {
  const { logger, meters } = telemetry;
  if (config.elasticsearch.nodes.length > 0) {
    const events = { retried: () => meters.retry(), ejected: () => meters.ejection() };
    return createElasticsearch(elasticsearchOptions(config, { logger, clock: SYSTEM_TIME, events }));
  }
  const backend = await createEmbeddedBackend({ dataDir: config.dataDir, logger });
  await loadSampleCatalogue(backend.engine, { config, logger, models });
  return backend;
}
