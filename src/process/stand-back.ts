import { getPriority, setPriority } from 'node:os';
import type { Logger } from '../domain/logger.ts';

const LEAST_PRIORITY = 19;
const own = getPriority();

/**
 * Lets other processes have the cores first. Threads that are started afterwards do so too; on Linux those that run already
 * keep what they had. Coming forward again may not be allowed, and then nothing changes.
 * @param niceness 0..19, beyond what this process was started with
 */
export function standBack(niceness: number, logger: Pick<Logger, 'warn'>): void {
  try {
    setPriority(Math.min(LEAST_PRIORITY, own + niceness));
  } catch (error) {
    logger.warn({ err: error, niceness }, 'the priority of the inference process stays what it was');
  }
}
