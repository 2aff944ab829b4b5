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
