import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ClusterServices, createClusterServices } from './process/cluster-services.ts';
import { adminAccessFault } from './config/admin-access.ts';
import { drainDelayMs } from './config/drain-delay.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { GatewayError } from './errors.ts';
import { createEvaluationStore } from './evaluation-store/evaluation-store.ts';
import { evaluationsFolder, judgmentsFolder } from './evaluation-store/folders.ts';
import { createJudgmentStore } from './evaluation-store/judgment-store.ts';
import { readConsoleFiles } from './http/admin/console-files.ts';
import { createAdminListener } from './http/admin/listener.ts';
import { startInferenceHost } from './process/inference-host.ts';
import { checkPorts, listenFault, type WantedAddress, wantedAddresses } from './process/listen-fault.ts';
import { readRuleFolder } from './live-rules/rule-folder.ts';
import { createFileWatch } from './live-rules/rule-watch.ts';
import { type Address, urlOf } from './process/address.ts';
import { createSupervisor, type Supervisor } from './process/supervisor.ts';
import { ruleMirrorOf } from './composition/rule-source.ts';
import { startTelemetry } from './telemetry/telemetry.ts';
import { wantedModels } from './composition/wanted-models.ts';
import type { StartArgument } from './process/worker.ts';

export interface ServeOptions {
  /** The configuration file; else what `RELEVANCE_CONFIG` names, or `relevance.yaml`. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
  /** Called once, when searches are answered. */
  onServing(about: Serving): void;
}

export interface Serving {
  readonly dataUrl: string;
  readonly adminUrl: string;
  /** `embedded`, or the nodes. */
  readonly engine: string;
  readonly workers: number;
  readonly configFile: string | null;
}

/**
 * The primary process: it starts the serving ones and keeps them alive, owns the admin port and the signals,
 * and answers no search itself. SIGTERM and SIGINT turn `/readyz`, drain and exit with 0, a second one exits at once; SIGHUP
 * reloads the configuration.
 * @throws ConfigError for a faulty configuration, GatewayError when a port is taken or the engine's folder is
 */
export async function serve(options: ServeOptions): Promise<void> {
  const load = () => loadConfig(options);
  const { config, source } = load();
  const unguarded = adminAccessFault(config);
  if (unguarded !== null) throw new GatewayError('config_invalid', unguarded);
  const addresses = wantedAddresses(config.server);
  await checkPorts([addresses.data, addresses.admin]);
  const count = workerCount(config);
  const { logger, meters } = await startTelemetry({
    worker: '0',
    residentBytes: () => process.memoryUsage.rss(),
    log: { level: config.log.level, base: { worker: 0 } },
    serviceName: config.telemetry.serviceName,
    // The primary makes no request; the serving processes trace.
    env: {},
  });

  let draining = false;
  /** Once known: a process that takes another's place must be found where the other was, also when any port would do. */
  let servedPort: number | undefined;
  let dataPort: number | null = null;
  const otel = Object.fromEntries(Object.entries(options.env).filter(([name]) => name.startsWith('OTEL_')));
  const inference = startInferenceHost({
    wanted: wantedModels(config),
    logLevel: config.log.level,
    tracing: { serviceName: config.telemetry.serviceName, otel },
    logger,
  });
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('./process/worker.js', import.meta.url)),
    args: [],
    execArgv: [...process.execArgv, ...HEAP_FLAGS],
  });
  const supervisor = createSupervisor({
    count,
    fork: () => cluster.fork(),
    startArgument: (worker): StartArgument => ({
      config: onPort(services.current(), servedPort),
      // Of shared rules a process is given the copy of those that were taken.
      rules: mirror === undefined ? (services.soundRules() ?? null) : null,
      worker,
      workers: count,
      ...(mirror === undefined ? {} : { sharedRules: mirror.folder() ?? null }),
      inference: inference.socket,
      env: otel,
    }),
    logger,
    onRestart: () => meters.workerRestart(),
    onUncaught: (kind) => meters.uncaught(kind),
  });
  const services: ClusterServices = createClusterServices({
    supervisor,
    count,
    inference,
    meters,
    logger,
    initial: config,
    load,
    onReloaded: (reloaded) => void files.follow(reloaded),
    ruleSource: () => mirror?.report() ?? null,
    isDraining: () => draining,
    dataPort: () => dataPort,
    uptimeSeconds: () => Math.round(process.uptime()),
    readRules: readRuleFolder,
  });
  const mirror = ruleMirrorOf(config, { offer: (folder) => services.offerRules(folder), logger });
  const files = createFileWatch(
    { rules: () => services.reloadRules(), dictionaries: () => services.reload() },
    logger,
  );
  const { adminHost, adminNames } = config.server;
  const consoleFiles = await readConsoleFiles(fileURLToPath(new URL('console', import.meta.url)));
  const admin = createAdminListener({
    services,
    records: {
      judgments: createJudgmentStore(judgmentsFolder(config.dataDir)),
      evaluations: createEvaluationStore(evaluationsFolder(config.dataDir)),
    },
    logger,
    consoleFiles,
    access: { ...config.admin, names: [adminHost, ...adminNames] },
  });
  const adminAddress = await listen(admin, addresses.admin).catch((error: unknown) => {
    inference.close();
    throw error;
  });

  const drain = async (signal: string): Promise<void> => {
    draining = true;
    const { server } = services.current();
    const { drainGraceMs: graceMs } = server;
    // Nobody has been sent to a gateway that does not serve yet.
    const delayMs = supervisor.serving().length === 0 ? 0 : drainDelayMs(server);
    logger.info({ signal, delayMs, graceMs }, 'draining');
    if (delayMs > 0) {
      supervisor.retire();
      await pause(delayMs);
    }
    await supervisor.drain(graceMs);
    admin.close();
    await files.close();
    mirror?.stop();
    inference.close();
    logger.info({}, 'drained');
    process.exit(0);
  };
  const onSignal = (signal: string): void => {
    if (!draining) return void drain(signal);
    supervisor.kill();
    inference.close();
    process.exit(1);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  process.on('SIGHUP', () => void services.reload());
  lastResort(supervisor, (kind, error) => {
    meters.uncaught(kind);
    logger.error({ err: error, kind }, 'an error that nobody caught');
  });

  await mirror?.open();
  const address = await services
    .starting(() => supervisor.start())
    .catch((error: unknown) => {
      if (draining) return undefined;
      admin.close();
      inference.close();
      throw error;
    });
  // Told to end as it started: `drain` does the rest.
  if (address === undefined || draining) return;
  // Several share one handle by the port that they ask for, so that 0 has to stay 0 among them.
  if (count === 1) servedPort = address.port;
  dataPort = address.port;
  const serving: Serving = {
    dataUrl: urlOf(address),
    adminUrl: urlOf(adminAddress),
    engine: config.elasticsearch.nodes.join(', ') || 'embedded',
    workers: count,
    configFile: source,
  };
  await files.follow(config);
  mirror?.start();
  logger.info({ ...serving }, 'serving');
  options.onServing(serving);
}

function onPort(config: Config, port: number | undefined): Config {
  return port === undefined ? config : { ...config, server: { ...config.server, port } };
}

/**
 * A search leaves next to nothing behind, so that V8 would mark the whole heap again after 4 MiB, every two seconds under load, and
 * every search meanwhile shares the cores with that. Twice the heap's size as the mark makes it ten times rarer.
 */
const HEAP_FLAGS = ['--heap-growing-percent=100'] as const;

/** The embedded engine's data belong to one process. */
function workerCount({ workers, elasticsearch }: Config): number {
  if (elasticsearch.nodes.length === 0) return 1;
  return workers === 'auto' ? availableParallelism() : workers;
}

function listen(server: Server, wanted: WantedAddress): Promise<Address> {
  const { host, port } = wanted;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(error, wanted)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve({ host, port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

/** Without the primary nobody restarts anything: it ends loudly, and takes the serving processes with it. */
function lastResort(
  supervisor: Supervisor,
  report: (kind: 'exception' | 'rejection', error: unknown) => void,
): void {
  process.on('unhandledRejection', (error) => report('rejection', error));
  process.on('uncaughtException', (error) => {
    report('exception', error);
    supervisor.kill();
    process.exit(1);
  });
}
