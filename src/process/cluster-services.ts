import { ConfigError } from '../config/fault.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { maskSecrets } from '../config/secrets.ts';
import { configVersion } from '../config/version.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { AdminServices, ReloadResult } from '../http/admin/services.ts';
import type { Compared } from '../admin-api/compare.ts';
import type { IndicesReport, PipelinesReport } from '../admin-api/indices.ts';
import type { Explanation } from '../admin-api/explain.ts';
import { joinReadiness } from './join-readiness.ts';
import type { Readiness, WorkerReport } from '../admin-api/system.ts';
import type { RuleCheckResult, RulesReport, RuleTryResult } from '../admin-api/rules.ts';
import type { InferenceHost } from './inference-host.ts';
import { wantedModels } from '../composition/wanted-models.ts';
import type { RuleFolder } from '../live-rules/rule-folder.ts';
import { joinFirings } from '../live-rules/rule-firings.ts';
import { systemReport } from './system-report.ts';
import { createSoundRules } from './sound-rules.ts';
import type { Supervisor } from './supervisor.ts';
import { asOpenMetrics, joinExpositions } from '../telemetry/exposition.ts';
import type { SourceReport } from '../rule-source/mirror.ts';
import type { Meters } from '../telemetry/meters.ts';

const ASK_MS = 3000;
const NOBODY = 'no serving process is up';
const EXPLAIN_MS = 30_000;
/** Building may read dictionaries of many megabytes. */
const RELOAD_MS = 120_000;

/** How often files that change while they are read are read again. */
const MOST_TURNS = 3;

/** Sections that a running process cannot change. */
const FIXED = [
  'server',
  'admin',
  'elasticsearch',
  'events',
  'log',
  'telemetry',
  'dataDir',
  'workers',
] as const;

export interface ClusterOptions {
  readonly supervisor: Pick<Supervisor, 'serving' | 'replace'>;
  readonly count: number;
  readonly inference: Pick<InferenceHost, 'reload' | 'metrics'>;
  readonly meters: Pick<Meters, 'exposition' | 'reload' | 'ruleReload'>;
  readonly logger: Logger;
  readonly initial: Config;
  /** Reads and checks the configuration again. @throws ConfigError */
  load(): LoadedConfig;
  /** Called with every configuration that came into force. */
  readonly onReloaded: (config: Config) => void;
  /** How the shared place for rules stands; null where there is none. */
  readonly ruleSource: () => SourceReport | null;
  readonly isDraining: () => boolean;
  /** Null until somebody serves. */
  readonly dataPort: () => number | null;
  uptimeSeconds(): number;
  /** Reads the rule files of a folder. */
  readonly readRules: (folder: string) => Promise<RuleFolder>;
}

export interface ClusterServices extends AdminServices {
  /** Has every process read the rule files again; what is wrong with them is logged and counted. */
  reloadRules(): Promise<void>;
  /**
   * Puts the rule files of a folder into force in every process.
   * @returns what is wrong with them; null where they are in force
   * @throws GatewayError where no process could read them
   */
  offerRules(folder: string): Promise<string | null>;
  /** The configuration that a process is to start with. */
  current(): Config;
  /** The rule files that were sound last; undefined where none are known. */
  soundRules(): RuleFolder | undefined;
  /** Starts processes, which read their rule files. */
  starting<T>(start: () => Promise<T>): Promise<T>;
}

/** The admin port's services over all serving processes: it asks them, and joins what they say. */
export function createClusterServices(options: ClusterOptions): ClusterServices {
  const { supervisor, inference, meters, logger } = options;
  let config = options.initial;
  let reloading: Promise<unknown> = Promise.resolve();
  const soundRules = createSoundRules({
    readFolder: () => options.readRules(config.rules.folder),
    reports: () => askAll<RulesReport>('rules', null),
  });

  /** What those that answer in time say. */
  async function askAll<T>(method: string, argument: unknown): Promise<readonly T[]> {
    const answers = await Promise.allSettled(
      supervisor.serving().map((worker) => worker.call(method, argument, ASK_MS)),
    );
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value as T] : []));
  }

  async function reload(): Promise<ReloadResult> {
    const before = config;
    try {
      const { config: wanted } = options.load();
      await swap(wanted);
    } catch (error) {
      meters.reload('refused');
      const faults =
        error instanceof ConfigError ? error.faults : [{ message: toGatewayError(error).message }];
      logger.error({ faults }, 'the new configuration was refused; the old one stays');
      return { faults };
    }
    meters.reload('ok');
    options.onReloaded(config);
    const restartNeeded = FIXED.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(config[key]));
    const version = configVersion(config);
    logger.info({ version, restartNeeded }, 'the configuration was reloaded');
    return { version, restartNeeded };
  }

  /**
   * Models are loaded first, and put back where a process refuses. One process goes before the others: what only
   * building can find (options of stages, plugins) shows there, and nothing has changed elsewhere. One that then fails alone is replaced, so that all end up with the same.
   */
  async function swap(wanted: Config): Promise<void> {
    const [first, ...others] = supervisor.serving();
    if (first === undefined) throw new GatewayError('internal', 'no serving process is up');
    await inference.reload(wantedModels(wanted));
    try {
      await first.call('reload', wanted, RELOAD_MS);
    } catch (error) {
      await inference.reload(wantedModels(config));
      throw error;
    }
    config = wanted;
    await Promise.all(
      others.map((worker) =>
        worker.call('reload', wanted, RELOAD_MS).catch((error: unknown) => {
          logger.error({ err: error }, 'a process could not reload what another could; it is replaced');
          supervisor.replace(worker);
        }),
      ),
    );
  }

  /**
   * All processes read the files first, then all take what they read, at the same moment: reading may last longer in
   * one than in another. Where the files changed in between, they are read again. One that fails alone is replaced.
   * @throws GatewayError where none could read them
   */
  async function swapRules(folder: string | null): Promise<readonly RulesReport[]> {
    for (let turn = 1; ; turn += 1) {
      const processes = supervisor.serving();
      const read = await Promise.allSettled(
        processes.map((worker) => worker.call('readRules', folder, RELOAD_MS)),
      );
      const able = processes.filter((_, at) => read[at]?.status === 'fulfilled');
      const failure = read.find((one) => one.status === 'rejected');
      if (able.length === 0 && failure !== undefined) throw failure.reason;
      const versions = new Set(read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
      if (versions.size > 1 && turn < MOST_TURNS) continue;
      for (const worker of processes.filter((one) => !able.includes(one))) supervisor.replace(worker);
      return Promise.all(
        able.map((worker) => worker.call('takeRules', null, ASK_MS) as Promise<RulesReport>),
      );
    }
  }

  async function reloadRules(): Promise<void> {
    const before = await askAll<RulesReport>('rules', null);
    let reports: readonly RulesReport[];
    try {
      reports = await swapRules(null);
    } catch (error) {
      meters.ruleReload('refused');
      logger.error({ err: error }, 'changed rule files could not be read; the rules before stay in force');
      return;
    }
    const refused = reports.find((report) => report.refused !== null)?.refused?.errors;
    if (refused !== undefined) {
      meters.ruleReload('refused');
      logger.error({ faults: refused }, 'changed rule files were refused; the rules before stay in force');
      return;
    }
    const [report] = reports;
    if (report === undefined || before.every(({ version }) => version === report.version)) return;
    meters.ruleReload('ok');
    logger.info({ version: report.version, warnings: report.warnings }, 'changed rule files are in force');
  }

  async function offerRules(folder: string): Promise<string | null> {
    const reports = await swapRules(folder);
    const [fault] = reports.flatMap(({ refused }) => refused?.errors ?? []);
    meters.ruleReload(fault === undefined ? 'ok' : 'refused');
    return fault === undefined ? null : `${fault.file}, line ${fault.line}: ${fault.message}`;
  }

  /** Of the process that answers first in line; all have the same rules. */
  function askOne<T>(method: string, argument: unknown): Promise<T> {
    const [worker] = supervisor.serving();
    if (worker === undefined) throw new GatewayError('upstream_unavailable', NOBODY);
    return worker.call(method, argument, EXPLAIN_MS) as Promise<T>;
  }

  async function readiness(): Promise<Readiness> {
    const answers = await askAll<Readiness>('ready', null);
    const joined = joinReadiness(answers);
    const workers = workersHealth(answers.length, options);
    return {
      ready: joined?.ready === true && !options.isDraining(),
      dependencies: [workers, ...(joined?.dependencies ?? [])],
    };
  }

  return {
    current: () => config,
    soundRules: () => soundRules.folder(),
    starting: (start) => soundRules.during(start),
    health: () => ({ live: true, uptimeSeconds: options.uptimeSeconds() }),
    ready: readiness,
    async system() {
      const [reports, { ready, dependencies }] = await Promise.all([
        askAll<WorkerReport>('system', null),
        readiness(),
      ]);
      return systemReport({ ...options, config, ready, dependencies, reports });
    },
    async metrics(form) {
      const [own, models, others] = await Promise.all([
        meters.exposition(form),
        inference.metrics(),
        askAll<string>('metrics', form),
      ]);
      const text = joinExpositions([own, models, ...others]);
      return form === 'openmetrics' ? asOpenMetrics(text) : text;
    },
    explain: (request) => askOne<Explanation>('explain', request),
    compare: (request) => askOne<Compared>('compare', request),
    indices: () => askOne<IndicesReport>('indices', null),
    pipelines: () => askOne<PipelinesReport>('pipelines', null),
    async rules() {
      const reports = await askAll<RulesReport>('rules', null);
      const [report] = reports;
      if (report === undefined) throw new GatewayError('upstream_unavailable', NOBODY);
      const fired = joinFirings(reports.map((one) => one.fired));
      return { ...report, fired, source: options.ruleSource() };
    },
    offerRules(folder) {
      const result = reloading.then(() => offerRules(folder));
      reloading = result.catch(() => undefined);
      return result;
    },
    checkRules: (request) => askOne<RuleCheckResult>('checkRules', request),
    tryRules: (request) => askOne<RuleTryResult>('tryRules', request),
    reloadRules() {
      const result = reloading.then(() => soundRules.during(reloadRules));
      reloading = result;
      return result;
    },
    // The process that made the tree keeps it; nobody else knows which one that was.
    async explainById(id) {
      const trees = await askAll<{ readonly tree: unknown }>('explainById', id);
      return trees.find(({ tree }) => tree !== undefined)?.tree;
    },
    config: () => maskSecrets(config),
    reload() {
      // One after the other: two files read at once must not end up in different processes.
      const result = reloading.then(() => soundRules.during(reload));
      reloading = result;
      return result;
    },
  };
}

function workersHealth(answering: number, { count, isDraining }: ClusterOptions): DependencyHealth {
  const detail = isDraining() ? 'draining' : `${answering} of ${count} answer`;
  const state = isDraining() || answering === 0 ? 'down' : answering < count ? 'degraded' : 'up';
  return { name: 'workers', state, detail };
}
