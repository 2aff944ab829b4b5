import { execFile } from 'node:child_process';

export interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Runs a program of examples/ as its README says, against this gateway; gives what it wrote. */
export function runExample(gatewayUrl: string, program: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((done, fail) => {
    const env = { PATH: process.env['PATH'] ?? '', RELEVANCE_URL: gatewayUrl };
    const options = { env, timeout: 60_000 };
    execFile(process.execPath, [`examples/${program}`, ...args], options, (error, stdout, errors) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') done({ code, lines: stdout.trimEnd().split('\n'), errors });
      else fail(error ?? new Error('no exit code'));
    });
  });
}
