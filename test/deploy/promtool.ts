import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

const isThere = spawnSync('promtool', ['--version']).error === undefined;

/** With CI=true a missing tool is a failure, so that a green build means that it was there. */
export const testWithPromtool = isThere || process.env['CI'] === 'true' ? test : test.skip;

/** What promtool complains of; empty where it does not. */
export function promtool(...args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stdout + stderr;
}
