import { pino } from 'pino';
import type { Logger } from '../domain/logger.ts';
import { redactFields, redactText } from './redact.ts';

/** Lines that could not be written are kept up to here, then dropped. */
const MAX_UNWRITTEN_BYTES = 64 * 1024;

/** The least level that is written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Which lines are written, and where to. */
export interface LogOptions {
  readonly level: LogLevel;
  /** On every line, such as the number of the worker. */
  readonly base: Readonly<Record<string, unknown>>;
  /** Where lines go; standard output unless given. */
  readonly destination?: {
    /** Takes one line, its end included. */
    write(line: string): void;
  };
}

/** One JSON object a line, without secrets. */
export function createLogger({ level, base, destination }: LogOptions): Logger {
  const settings = {
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are written by redactFields.
    serializers: { err: (value: unknown) => value },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const writer = pino(settings, destination ?? standardOutput());
  const at =
    (name: Exclude<LogLevel, 'silent'>): Logger['info'] =>
    (fields, message) => {
      if (!writer.isLevelEnabled(name)) return;
      writer[name](redactFields(fields), redactText(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A full disk, or a pipe that nobody reads, costs log lines, not searches. */
function standardOutput(): ReturnType<typeof pino.destination> {
  const output = pino.destination({ dest: 1, sync: true, maxLength: MAX_UNWRITTEN_BYTES });
  return output.on('error', () => undefined);
}
