import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

const VERSION = { promtool: '--version', prometheus: '--version', haproxy: '-v' } as const;
export type Tool = keyof typeof VERSION;

/** With CI=true what is missing is a failure, so that a green build means that it was there. */
export const IS_CI = process.env['CI'] === 'true';

/** `test` where the programs are on the PATH; elsewhere the test is named as left out. */
export function testWith(...tools: readonly Tool[]): typeof test.skip {
  return areNeeded(...tools) ? test : test.skip;
}

/** Whether tests that need these programs are to run: where they are there, and on build machines. */
export function areNeeded(...tools: readonly Tool[]): boolean {
  return IS_CI || tools.every((tool) => spawnSync(tool, [VERSION[tool]]).error === undefined);
}

/** What a program complains of; empty where it does not. */
export function complaintsOf(tool: Tool, ...args: readonly string[]): string {
  return complaints(tool, args);
}

export function complaints(program: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stdout + stderr;
}
