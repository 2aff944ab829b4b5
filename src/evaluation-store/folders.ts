import { join } from 'node:path';

/** Where saved evaluations lie in a data folder. */
export function evaluationsFolder(dataDir: string): string {
  return join(dataDir, 'evaluations');
}

/** Where sets that were judged by hand lie in a data folder. */
export function judgmentsFolder(dataDir: string): string {
  return join(dataDir, 'judgments');
}
