import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** `relevance serve` in processes of its own, on free ports of the loopback. */
export interface Program {
  readonly url: string;
  readonly adminUrl: string;
  readonly pid: number;
  /** Ends it, waits, and removes its data. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** Text of its relevance.yaml. */
  readonly config: string;
  /** What it stands in front of; null: the embedded engine with the sample catalogue. */
  readonly engineUrl: string | null;
  /** Serving processes in front of an engine. */
  readonly processes: number;
  /** Where its log goes. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** At its first start the embedded engine makes vectors of its catalogue, which a busy machine takes its time over. */
const START_MS = 180_000;
const STOP_MS = 15_000;
/** Past this, only the end of what it wrote is looked through for its addresses. */
const KEPT_CHARACTERS = 64 * 1024;

/** Starts the compiled program. @throws Error when it does not serve within three minutes */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'relevance-loadtest-'));
  writeFileSync(join(folder, 'relevance.yaml'), options.config);
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      RELEVANCE_CONFIG: join(folder, 'relevance.yaml'),
      RELEVANCE_DATA_DIR: join(folder, 'data'),
      RELEVANCE_PORT: '0',
      RELEVANCE_ADMIN_PORT: '0',
      RELEVANCE_WORKERS: String(options.processes),
      ...(options.engineUrl === null ? {} : { ELASTICSEARCH_URL: options.engineUrl }),
      ...options.env,
    },
  });
  // Whatever ends this process, nothing that it started goes on.
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    await end(child);
    process.off('exit', endWithUs);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { dataUrl, adminUrl } = await addresses(child, options.logFile);
    await untilReady(adminUrl);
    return { url: dataUrl, adminUrl, pid: child.pid!, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Serving {
  readonly msg?: string;
  readonly dataUrl: string;
  readonly adminUrl: string;
}

function addresses(child: ChildProcess, logFile: string): Promise<Serving> {
  const log = createWriteStream(logFile);
  let output = '';
  return new Promise((done, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`the gateway did not serve in time: see ${logFile}`)),
      START_MS,
    );
    const onData = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_CHARACTERS);
      const line = output.split('\n').find((each) => each.endsWith('}') && each.includes('"serving"'));
      if (line === undefined) return;
      clearTimeout(timer);
      child.stdout!.off('data', onData);
      done(JSON.parse(line) as Serving);
    };
    child.stdout!.on('data', onData);
    for (const stream of [child.stdout!, child.stderr!]) stream.pipe(log, { end: false });
    child.once('exit', (code) => {
      clearTimeout(timer);
      log.end();
      fail(new Error(`the gateway ended with ${code}: see ${logFile}`));
    });
  });
}

/** Dependencies are up and, in front of an engine, its mappings are known. */
async function untilReady(adminUrl: string): Promise<void> {
  const until = performance.now() + START_MS;
  for (;;) {
    if ((await fetch(`${adminUrl}/readyz`)).status === 200) return;
    if (performance.now() > until) throw new Error('the gateway did not become ready in time');
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
