import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

const VERSION = { promtool: '--version', prometheus: '--version', haproxy: '-v' } as const;
export type Tool = keyof typeof VERSION;

/** With CI=true what is missing is a failure, so that a green build means that it was there. */
export const IS_CI = process.env['CI'] === 'true';

/** `test` where the programs are on the PATH; elsewhere the test is named as left out. */
export function testWith(...tools: readonly Tool[]): typeof test.skip {
  const areThere = tools.every((tool) => spawnSync(tool, [VERSION[tool]]).error === undefined);
  return areThere || IS_CI ? test : test.skip;
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
