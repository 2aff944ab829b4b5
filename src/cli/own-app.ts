import type { App, AppOptions } from '../app.ts';
import type { Models } from '../composition/models.ts';
import type { Config } from '../config/schema.ts';

/** A gateway in this process, not listening. */
export interface OwnApp {
  readonly app: App;
  /** Undefined where none were wanted. */
  readonly models: Models | undefined;
  readonly close: () => Promise<void>;
}

export interface OwnAppOptions extends Pick<AppOptions, 'now' | 'rulesFrom' | 'stages'> {
  /** How long models may take to be loaded; undefined: there are none. */
  readonly modelsMs: number | undefined;
}

/** Longest that a stage may take where nothing may be left out. */
const PATIENCE_MS = 60_000;
/** Times that stages give to models by their own options. */
const MODEL_TIMES: Readonly<Record<string, object>> = {
  knn: { encodeMs: 10_000 },
  rerank: { budgetMs: 10_000 },
};

/**
 * Opens a gateway that knows the mappings and leaves nothing out. What is open is closed again where it cannot be had.
 * @throws GatewayError `config_invalid`, `store_*`
 */
export async function openOwnApp(config: Config, options: OwnAppOptions): Promise<OwnApp> {
  const [{ createApp }, { openModels }, { startTelemetry }] = await Promise.all([
    import('../app.ts'),
    import('../composition/models.ts'),
    import('../telemetry/telemetry.ts'),
  ]);
  const { modelsMs, ...extras } = options;
  const whole = leavingOutNothing(config);
  const telemetry = await startTelemetry({
    worker: '0',
    residentBytes: () => process.memoryUsage.rss(),
    log: { level: 'silent', base: {} },
    serviceName: config.telemetry.serviceName,
    queryText: config.telemetry.queryText,
    env: {},
  });
  const { logger, meters } = telemetry;
  const models =
    modelsMs === undefined
      ? undefined
      : openModels({ config: quiet(config), logger, meter: meters.inference });
  let app: App | undefined;
  const close = async (): Promise<void> => {
    // An app closes its models.
    await (app ?? models)?.close();
    await telemetry.close();
  };
  try {
    app = await createApp({
      config: whole,
      telemetry,
      ...(models === undefined ? {} : { models }),
      ...extras,
    });
    await models?.settled(modelsMs ?? 0);
    // Waits until the mappings are known; a gateway that has just started would pass queries on as they are.
    await app.reload(whole);
    return { app, models, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What is measured or explained is the whole pipeline, however busy this machine is with it: nothing is shed, and nothing
 * is too late.
 */
function leavingOutNothing(config: Config): Config {
  const { server } = config;
  const pipelines = Object.entries(config.pipelines).map(([name, pipeline]) => [
    name,
    {
      ...pipeline,
      stages: pipeline.stages.map((spec) => ({
        ...spec,
        options: { ...spec.options, ...MODEL_TIMES[spec.name] },
      })),
      deadlinesMs: Object.fromEntries(pipeline.stages.map((spec) => [spec.name, PATIENCE_MS])),
    },
  ]);
  return {
    ...config,
    pipelines: Object.fromEntries(pipelines) as Config['pipelines'],
    server: { ...server, overload: { ...server.overload, atMost: 'calm' } },
  };
}

/** Models run in a process of their own, whose log would stand between a command's results. */
function quiet(config: Config): Config {
  return { ...config, log: { ...config.log, level: 'silent' } };
}
