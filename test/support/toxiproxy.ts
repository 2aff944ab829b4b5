import { type ChildProcess, spawn } from 'node:child_process';
import { describe, test } from '@jest/globals';
import { findToxiproxy } from '../../scripts/toxiproxy.mjs';
import { freePort } from './gateway.ts';

/** What is done to each connection, as Toxiproxy's manual names it. */
export interface Toxic {
  readonly type: 'latency' | 'bandwidth' | 'slow_close' | 'timeout' | 'reset_peer' | 'slicer' | 'limit_data';
  readonly attributes: Readonly<Record<string, number>>;
  /** `downstream` (default) is what the engine says, `upstream` what it is told. */
  readonly stream?: 'downstream' | 'upstream';
  /** Share of the connections that it happens to, 0 to 1 (default). */
  readonly toxicity?: number;
}

const START_TIMEOUT_MS = 30_000;

/** A real Toxiproxy in a process of its own, in front of one server. */
export class Toxiproxy {
  /** Where that server is reached through it. */
  readonly url: string;
  readonly #api: string;
  readonly #child: ChildProcess;

  static async start(program: string, upstream: string): Promise<Toxiproxy> {
    const [port, listen] = [await freePort(), await freePort()];
    const child = spawn(program, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' });
    const proxy = new Toxiproxy(child, `http://127.0.0.1:${port}`, `http://127.0.0.1:${listen}`);
    await proxy.#there();
    const { host } = new URL(upstream);
    await proxy.#post('/proxies', {
      name: 'engine',
      listen: `127.0.0.1:${listen}`,
      upstream: host,
      enabled: true,
    });
    return proxy;
  }

  private constructor(child: ChildProcess, api: string, url: string) {
    this.#child = child;
    this.#api = api;
    this.url = url;
  }

  /** Adds them to what happens to new connections and to those that are open. */
  async add(...toxics: readonly Toxic[]): Promise<void> {
    for (const toxic of toxics) await this.#post('/proxies/engine/toxics', toxic);
  }

  /** Closes the port and all connections, or opens it again. */
  async enable(enabled: boolean): Promise<void> {
    await this.#post('/proxies/engine', { enabled });
  }

  /** No toxics, port open. */
  async heal(): Promise<void> {
    await this.#post('/reset', undefined);
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.#child.once('exit', () => done());
      this.#child.kill('SIGKILL');
    });
  }

  async #there(): Promise<void> {
    const endMs = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      // Nobody listens yet.
      const answer = await fetch(`${this.#api}/version`).catch(() => undefined);
      if (answer?.ok === true) return;
      if (performance.now() > endMs) throw new Error(`Toxiproxy did not start in ${START_TIMEOUT_MS} ms`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async #post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(this.#api + path, { method: 'POST', body: JSON.stringify(body) ?? null });
    if (!answer.ok) throw new Error(`Toxiproxy: ${path}: ${answer.status} ${await answer.text()}`);
  }
}

/**
 * Runs a suite with Toxiproxy. Without it the suite is skipped on a developer's machine and fails with CI=true, so that
 * a green build means that it was there.
 */
export function describeWithToxiproxy(name: string, suite: (program: string) => void): void {
  const program = findToxiproxy();
  if (program !== undefined) describe(name, () => suite(program));
  else if (process.env['CI'] === 'true') {
    test(`${name}: Toxiproxy`, () => {
      throw new Error('no Toxiproxy was found or built; see scripts/toxiproxy.mjs');
    });
  } else {
    describe.skip(name, () => {
      test('no Toxiproxy: put toxiproxy-server on the PATH, name it by RELEVANCE_TOXIPROXY, or set CI=true with Go', () => {});
    });
  }
}
