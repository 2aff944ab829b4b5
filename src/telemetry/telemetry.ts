import type { Logger } from '../domain/logger.ts';
import { NO_REQUEST_SPANS, type RequestSpans } from '../domain/trace.ts';
import type { Around } from '../pipeline/stage.ts';
import { stageTelemetry } from './around.ts';
import { createLogger, type LogOptions } from './logger.ts';
import { createMeters, type Meters, type MeterOptions } from './meters.ts';
import { startTracing, type TracingOptions } from './tracing.ts';

/** Whose telemetry it is, and where it goes. */
export interface TelemetryOptions extends MeterOptions, TracingOptions {
  readonly log: LogOptions;
}

/** Logs, metrics and traces of one process. */
export interface Telemetry {
  readonly logger: Logger;
  readonly meters: Meters;
  /** Spans of the requests that come in. */
  readonly requests: RequestSpans;
  /** To be the outermost wrapper of every stage. */
  readonly around: Around;
  /** Sends what traces are left and stops. */
  close(): Promise<void>;
}

/** Starts logs, metrics and, where it is configured, the export of traces. To be closed when the process ends. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const tracing = await startTracing(options);
  const meters = createMeters(options);
  return {
    logger: createLogger(options.log),
    meters,
    requests: tracing?.requests ?? NO_REQUEST_SPANS,
    around: stageTelemetry(meters),
    async close() {
      await meters.close();
      await tracing?.stop();
    },
  };
}
