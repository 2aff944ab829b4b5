import type { Logger } from '../domain/logger.ts';

/** Commands say what matters themselves. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
