#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { Register } from './command.ts';
import { registerConfig } from './config.ts';
import { registerExplain } from './explain.ts';
import { registerServe } from './serve.ts';

/** In the order of `--help`. */
const COMMANDS: readonly Register[] = [registerServe, registerExplain, registerConfig];

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

const program = new Command('relevance')
  .description('A drop-in gateway that makes the searches of an Elasticsearch application better.')
  .version(version)
  .showHelpAfterError('Say --help for what there is.')
  .exitOverride();
for (const register of COMMANDS) register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said what was wrong. Help and version are 0, a wrong question is 2.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
