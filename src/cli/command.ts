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
