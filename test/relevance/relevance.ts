import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

/** What every set must keep. */
export const GATE = resolve('test/relevance/gate.yaml');

export interface Metric {
  readonly off: number;
  readonly on: number;
  readonly difference: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly p: number;
}

export interface EvaluationResult {
  readonly queries: number;
  readonly metrics: Readonly<Record<'ndcg@10' | 'mrr@10' | 'recall@100', Metric>>;
  readonly zeroResults: { readonly off: number; readonly on: number };
  readonly applied: number;
  readonly stages: readonly { readonly stage: string; readonly off: number; readonly on: number }[];
}

/** The command line on an embedded engine in a folder of its own. */
export interface Bench {
  readonly folder: string;
  /** @returns what the command printed with `--json` */
  run(...args: readonly string[]): Promise<unknown>;
  evaluate(...args: readonly string[]): Promise<EvaluationResult>;
  close(): void;
}

export function openBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-bench-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    RELEVANCE_DATA_DIR: join(folder, 'data'),
    // A gateway that runs on the usual port would be asked in place of the folder's own engine.
    RELEVANCE_PORT: '1',
  };
  const run = (...args: readonly string[]): Promise<unknown> =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, [PROGRAM, ...args, '--json'], { cwd: folder, env });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('close', (code, signal) => {
        // What is no JSON must fail the test, and not be thrown where nobody catches it.
        if (code === 0) done(Promise.resolve(out).then((text) => JSON.parse(text) as unknown));
        else fail(new Error(`relevance ${args.join(' ')} ended with ${code ?? signal}: ${err}${out}`));
      });
    });
  return {
    folder,
    run,
    evaluate: async (...args) => (await run('eval', ...args)) as EvaluationResult,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
