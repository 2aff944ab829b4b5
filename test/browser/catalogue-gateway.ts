import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Gateway, startGateway } from '../process/gateway.ts';

/** A gateway on the embedded engine with the sample catalogue and its rules, in a folder of its own. */
export interface CatalogueGateway {
  readonly gateway: Gateway;
  readonly rules: string;
  /** Runs `relevance` in the same folder, with the same settings; gives its exit code. */
  run(args: readonly string[]): Promise<number | null>;
  stop(): Promise<void>;
}

export interface CatalogueGatewayOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in relevance.yaml; absent: there is none. */
  readonly configuration?: string;
  /** More rule files of the index `products`, by name. */
  readonly rules?: Readonly<Record<string, string>>;
}

export async function startCatalogueGateway(
  options: CatalogueGatewayOptions = {},
): Promise<CatalogueGateway> {
  const cwd = mkdtempSync(join(tmpdir(), 'relevance-browser-'));
  const rules = join(cwd, 'rules', 'products');
  const data = join(cwd, 'data');
  mkdirSync(data);
  cpSync('rules/products', rules, { recursive: true });
  for (const [name, text] of Object.entries(options.rules ?? {})) writeFileSync(join(rules, name), text);
  if (options.configuration !== undefined) writeFileSync(join(cwd, 'relevance.yaml'), options.configuration);
  const env = { RELEVANCE_DATA_DIR: data, RELEVANCE_WORKERS: '1', ...options.env };
  const gateway = await startGateway({ cwd, env });
  return {
    gateway,
    rules,
    async run(args) {
      const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
    async stop() {
      gateway.process.kill('SIGKILL');
      await gateway.exited;
      rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
