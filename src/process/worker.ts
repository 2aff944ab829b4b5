import { createApp } from '../app.ts';
import type { Environment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import type { MetricsForm } from '../domain/metrics-form.ts';
import { GatewayError } from '../errors.ts';
import type { CompareRequest, ExplainRequest, RuleTryRequest } from '../http/admin/services.ts';
import type { WorkerReport } from '../admin-api/system.ts';
import type { RuleCheckRequest } from '../admin-api/rules.ts';
import { answerCalls, type Channel, type Notice } from './ipc.ts';
import { listenFault, wantedAddresses } from './listen-fault.ts';
import { openModels } from '../composition/models.ts';
import type { RuleFolder } from '../live-rules/rule-folder.ts';
import type { RuleOrigin } from '../live-rules/rule-origin.ts';
import { affordableConnections } from './open-files.ts';
import { startTelemetry, type Telemetry } from '../telemetry/telemetry.ts';

/** After an error that nobody caught, what is in flight gets this long; then the process ends. */
const CRASH_GRACE_MS = 2000;

/** How long a start waits for models, so that the first searches have them; they may come later. */
const PATIENCE_MS = 3000;

type App = Awaited<ReturnType<typeof createApp>>;

/** What a serving process is told when it starts. */
export interface StartArgument {
  readonly config: Config;
  /** Rule files for where those that lie there are faulty; null where none are known to be sound. */
  readonly rules: RuleFolder | null;
  readonly worker: number;
  /** How many serve. */
  readonly workers: number;
  /** Rule files from a shared place, copied here; null: there is one, and nothing came of it yet; undefined: there is none. */
  readonly sharedRules?: string | null;
  /** The inference process's socket. */
  readonly inference: string;
  /** The `OTEL_*` variables; everything else of the environment is in the configuration already. */
  readonly env: Environment;
}

/** One serving process: the data port, and the answers to what the primary asks. Started by `main.ts`. */
const channel: Channel = {
  send: (message) => void process.send?.(message),
  listen: (listener) => void process.on('message', listener),
};

/** Shared rules in force, and those to be read next. */
let sharedRules: string | null = null;
let wantedRules: string | null = null;
let telemetry: Telemetry | undefined;
let app: App | undefined;
/** Which of the serving processes this is. */
let number = 0;
let leaving: Promise<void> | undefined;

answerCalls(channel, {
  async start({ config, rules, worker, workers, sharedRules: shared, inference, env }: StartArgument) {
    number = worker;
    telemetry = await startTelemetry({
      worker: String(worker),
      residentBytes: () => process.memoryUsage.rss(),
      log: { level: config.log.level, base: { worker } },
      serviceName: config.telemetry.serviceName,
      queryText: config.telemetry.queryText,
      env,
    });
    const { logger, meters } = telemetry;
    sharedRules = shared ?? null;
    wantedRules = sharedRules;
    const models = openModels({ config, logger, meter: meters.inference, socket: inference });
    app = await createApp({
      config: withinOpenFiles(config, telemetry),
      telemetry,
      models,
      ...(rules === null ? {} : { soundRules: rules }),
      eventsOf: { worker, workers },
      ...(shared === undefined ? {} : { rulesFrom: sharedOrigin }),
    });
    await models.settled(PATIENCE_MS);
    const { host, port: wanted } = config.server;
    const { port } = await app.data.listen(wanted, host).catch((error: unknown) => {
      throw listenFault(error, wantedAddresses(config.server).data);
    });
    return { host, port };
  },
  ready: () => started().services.ready(),
  metrics: (form: MetricsForm) => telemetry?.meters.exposition(form) ?? '',
  explain: (request: ExplainRequest) => started().services.explain(request),
  compare: (request: CompareRequest) => started().services.compare(request),
  indices: () => started().services.indices(),
  pipelines: () => started().services.pipelines(),
  async explainById(id: string) {
    return { tree: await started().services.explainById(id) };
  },
  system: (): WorkerReport => ({
    state: 'serving',
    worker: number,
    report: {
      ...started().report(),
      pid: process.pid,
      uptimeSeconds: Math.round(process.uptime()),
      residentBytes: process.memoryUsage.rss(),
    },
  }),
  rules: () => started().services.rules(),
  checkRules: (request: RuleCheckRequest) => started().services.checkRules(request),
  tryRules: (request: RuleTryRequest) => started().services.tryRules(request),
  reload: (config: Config) => started().reload(config),
  readRules(folder: string | null) {
    wantedRules = folder ?? sharedRules;
    return started().readRules();
  },
  takeRules() {
    const report = started().takeRules();
    if (report.refused === null) sharedRules = wantedRules;
    wantedRules = sharedRules;
    return report;
  },
  retire: () => started().data.retire(),
  drain: (graceMs: number) => leave(graceMs, 0),
});

function sharedOrigin(): RuleOrigin {
  return wantedRules === null ? { read: { texts: [], errors: [], warnings: [] } } : { folder: wantedRules };
}

/** The same configuration with no more client connections than there are file descriptors for. */
function withinOpenFiles(config: Config, { logger }: Telemetry): Config {
  const { userLimits } = process.report.getReport() as unknown as UserLimits;
  const limit = userLimits?.open_files?.soft;
  const openFiles = typeof limit === 'number' ? limit : Infinity;
  const connections = affordableConnections(config, openFiles);
  const { server } = config;
  if (connections === server.limits.connections) return config;
  logger.warn({ connections }, 'the limit on open files allows fewer client connections than configured');
  return { ...config, server: { ...server, limits: { ...server.limits, connections } } };
}

/** What of a diagnostic report is needed; absent on Windows, a word where there is no limit. */
interface UserLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
}

function started(): App {
  if (app === undefined) throw new GatewayError('internal', 'not started yet');
  return app;
}

/** Finishes what is in flight, closes what is open and ends the process; the first caller decides how. */
function leave(graceMs: number, exitCode: number): Promise<void> {
  leaving ??= (async () => {
    try {
      await app?.data.drain(graceMs);
      await app?.close();
      await telemetry?.close();
    } catch (error) {
      telemetry?.logger.error({ err: error }, 'a serving process could not close everything');
    }
    // Leaves the channel a moment to say so.
    setImmediate(() => process.exit(exitCode));
  })();
  return leaving;
}

function report(kind: 'exception' | 'rejection', error: unknown): void {
  telemetry?.logger.error({ err: error, kind }, 'an error that nobody caught');
  channel.send({ kind: 'notice', name: 'uncaught', detail: kind } satisfies Notice);
}

// Nothing is known of a process's state after an exception in the middle of anything: it ends, and another
// takes its place. A promise that was refused with nobody listening broke one request at most.
process.on('uncaughtException', (error) => {
  report('exception', error);
  setTimeout(() => process.exit(1), CRASH_GRACE_MS + 1000);
  void leave(CRASH_GRACE_MS, 1);
});
process.on('unhandledRejection', (error) => report('rejection', error));
// Ctrl-C reaches the whole group; the primary decides and says `drain`.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void leave(CRASH_GRACE_MS, 0));

channel.send({ kind: 'notice', name: 'here' } satisfies Notice);
