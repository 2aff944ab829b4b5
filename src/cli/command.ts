import type { Command } from 'commander';

/** One file a command: it adds itself to the program. */
export type Register = (program: Command) => void;

/** An error that the user can do something about: its message is the one line they see. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** 1: it did not work; 2: it was asked wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Where commands find the configuration. */
export const CONFIG_OPTION = [
  '-c, --config <file>',
  'configuration file (default: $RELEVANCE_CONFIG, or relevance.yaml)',
] as const;

/**
 * Runs a command and decides its exit code. What a user did wrong is a line or a few on standard error; a
 * stack helps nobody at a terminal.
 */
export function action<Options>(
  run: (options: Options) => Promise<void> | void,
): (options: Options) => Promise<void> {
  return async (options) => {
    try {
      await run(options);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const line of message.split('\n')) process.stderr.write(`relevance: ${line}\n`);
      process.exitCode = error instanceof CommandError ? error.exitCode : 1;
    }
  };
}
