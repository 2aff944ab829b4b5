import type { TraceSpan } from './trace.ts';

/** Structured log; never credentials, never document text. */
export interface Logger {
  /** For people who look for a fault. */
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** For the record. */
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Something works less well than it should. */
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Something does not work. */
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The same log for the work of one request: each line names the trace and the span that it belongs to. */
export function loggerIn(span: TraceSpan | undefined, logger: Logger): Logger {
  if (span === undefined) return logger;
  const ids = { trace_id: span.traceId, span_id: span.spanId };
  return {
    debug: (fields, message) => logger.debug({ ...fields, ...ids }, message),
    info: (fields, message) => logger.info({ ...fields, ...ids }, message),
    warn: (fields, message) => logger.warn({ ...fields, ...ids }, message),
    error: (fields, message) => logger.error({ ...fields, ...ids }, message),
  };
}
