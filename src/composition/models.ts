import { readFileSync } from 'node:fs';
import type { ModelsReport } from '../admin-api/system.ts';
import type { Config } from '../config/schema.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { CrossEncoder } from '../domain/cross-encoder.ts';
import type { InferenceMeter } from '../domain/inference-meter.ts';
import type { Logger } from '../domain/logger.ts';
import type { TextEncoder } from '../domain/text-encoder.ts';
import { connectToHost, type HostClient } from '../inference/host/client.ts';
import { createRemoteCrossEncoder, type RemoteCrossEncoder } from '../inference/remote/cross-encoder.ts';
import { SYSTEM_TIME } from '../domain/time.ts';
import { type InferenceHost, startInferenceHost } from '../process/inference-host.ts';
import { wantedModels } from './wanted-models.ts';

/** The models of a gateway. They come and go while it runs, so whoever wants one asks for it each time. */
export interface Models {
  /** Undefined where none is configured, or none is there now. */
  crossEncoder(): CrossEncoder | undefined;
  /** The encoder of this id, if it is there now. */
  textEncoder(modelId: string): TextEncoder | undefined;
  /** Whether models are configured and what runs them is not there: which there will be is not known then. */
  areAway(): boolean;
  /** All encoders that are there now. */
  textEncoders(): readonly TextEncoder[];
  /** Ids of those that are there now. */
  offered(): ModelsReport;
  /** Resolves when the models are there, or after so many milliseconds. */
  settled(withinMs: number): Promise<void>;
  /** What is loaded on which device, and what could not be. Never `down`: searches go on without models. */
  health(): readonly DependencyHealth[];
  /** @throws GatewayError `config_invalid`; then nothing has changed */
  reload(config: Config): Promise<void>;
  /** Ends connections, and the inference process where it was started here. */
  close(): Promise<void>;
}

/** Which models, and who hears of them. */
export interface ModelsOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly meter: InferenceMeter;
  /** Of an inference process that somebody else started; unless given, one is started here. */
  readonly socket?: string | undefined;
  /** The entry of that process, compiled; the one that was built with this file unless given. */
  readonly entry?: string;
}

/**
 * Opens what the configuration names, without waiting for it. Never fails: a model that cannot be had is said in
 * {@link Models.health}.
 */
export function openModels(options: ModelsOptions): Models {
  const { logger, socket } = options;
  let wanted = wantedModels(options.config);
  let remote = openRemote(options.config, options.meter);
  let own: InferenceHost | undefined;
  let client: HostClient | undefined;

  function connect(): void {
    if (wanted === undefined || client !== undefined) return;
    if (socket === undefined) {
      const { entry } = options;
      const logLevel = options.config.log.level;
      own = startInferenceHost({ wanted, logLevel, logger, ...(entry === undefined ? {} : { entry }) });
    }
    client = connectToHost({ path: socket ?? own!.socket, time: SYSTEM_TIME, logger });
  }

  connect();
  return {
    crossEncoder() {
      if (remote !== undefined) return remote;
      return (client?.offer()?.rerank.length ?? 0) > 0 ? client?.crossEncoder : undefined;
    },
    textEncoder(modelId) {
      const offered = client?.offer()?.encoders.find((encoder) => encoder.modelId === modelId);
      return offered === undefined ? undefined : client?.encoder(offered);
    },
    areAway: () => wanted !== undefined && client?.offer() === undefined,
    textEncoders: () => client?.offer()?.encoders.map((offered) => client!.encoder(offered)) ?? [],
    offered() {
      const offer = client?.offer();
      return {
        rerankers: remote === undefined ? (offer?.rerank ?? []) : [remote.modelId],
        encoders: offer?.encoders.map(({ modelId }) => modelId) ?? [],
      };
    },
    settled: async (withinMs) => client?.settled(withinMs),
    health() {
      const missing: DependencyHealth = {
        name: 'models',
        state: 'degraded',
        detail: 'the inference process is not there (yet); searches go on without models',
      };
      return [
        ...(wanted === undefined ? [] : (client?.offer()?.health ?? [missing])),
        ...(remote === undefined ? [] : [remote.health()]),
      ];
    },
    async reload(config) {
      const want = wantedModels(config);
      await own?.reload(want);
      wanted = want;
      connect();
      const before = remote;
      remote = openRemote(config, options.meter);
      await before?.close();
    },
    async close() {
      client?.close();
      own?.close();
      await remote?.close();
    },
  };
}

function openRemote({ models, inference }: Config, meter: InferenceMeter): RemoteCrossEncoder | undefined {
  const { url, caFile, ...rest } = models.remoteReranker;
  if (url === null) return undefined;
  const ca = caFile === null ? null : readFileSync(caFile, 'utf8');
  const remember = inference.remember.scores;
  return createRemoteCrossEncoder({ url, ca, ...rest, remember, time: SYSTEM_TIME, meter });
}
