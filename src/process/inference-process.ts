/** The inference process: models, and the socket that serving processes ask them by. Started by `inference-host.ts`. */
import { rmSync } from 'node:fs';
import type { Environment } from '../config/environment.ts';
import { GatewayError } from '../errors.ts';
import { createOnnxDevice } from '../inference/device/onnx-device.ts';
import { createHostServer, type HostServer } from '../inference/host/server.ts';
import { type LocalModels, openLocalModels } from '../inference/local/local-models.ts';
import type { WantedModels } from '../inference/local/wanted.ts';
import { SYSTEM_TIME } from '../domain/time.ts';
import { answerCalls, type Channel, type Notice } from './ipc.ts';
import { standBack } from './stand-back.ts';
import { startTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import type { LogOptions } from '../telemetry/logger.ts';

export interface InferenceStart {
  readonly wanted: WantedModels;
  /** Where to listen. */
  readonly socket: string;
  readonly logLevel: LogOptions['level'];
  readonly serviceName: string;
  /** The `OTEL_*` variables. */
  readonly otel: Environment;
}

/** Ended because nothing more could be tried; another process may fare better. */
const GIVEN_UP = 70;

const channel: Channel = {
  send: (message) => void process.send?.(message),
  listen: (listener) => void process.on('message', listener),
};
let telemetry: Telemetry | undefined;
let models: LocalModels | undefined;
let server: HostServer | undefined;

answerCalls(channel, {
  async start({ wanted, socket, logLevel, serviceName, otel }: InferenceStart) {
    telemetry = await startTelemetry({
      worker: 'inference',
      residentBytes: () => process.memoryUsage.rss(),
      log: { level: logLevel, base: { worker: 'inference' } },
      serviceName,
      env: otel,
    });
    const { logger, meters } = telemetry;
    standBack(wanted.niceness, logger);
    models = await openLocalModels({
      wanted,
      openDevice: (device, threads) => createOnnxDevice({ device, threads }),
      time: SYSTEM_TIME,
      meter: meters.inference,
      logger,
      onChange: () => server?.announce(),
      onGivenUp(reason) {
        logger.error({ reason }, 'the inference process gives up');
        process.exit(GIVEN_UP);
      },
    });
    // What a process that died here left behind.
    if (process.platform !== 'win32') rmSync(socket, { force: true });
    server = createHostServer(models, logger);
    await server.listen(socket);
    logger.info({ models: models.offer().health }, 'models are ready');
  },
  async reload(wanted: WantedModels) {
    if (models === undefined || telemetry === undefined) {
      throw new GatewayError('internal', 'not started yet');
    }
    standBack(wanted.niceness, telemetry.logger);
    await models.reload(wanted).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new GatewayError('config_invalid', message, { cause: error });
    });
  },
  metrics: () => telemetry?.meters.exposition() ?? '',
});

function last(kind: string, error: unknown): void {
  telemetry?.logger.error({ err: error, kind }, 'an error that nobody caught');
}

process.on('uncaughtException', (error) => {
  last('exception', error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => last('rejection', error));
// Whoever started it decides when it ends: by closing the channel, or by dying.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

channel.send({ kind: 'notice', name: 'here' } satisfies Notice);
