import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { resolve } from 'node:path';

/** The compiled program; `npm test` builds it first. */
const PROGRAM = resolve(process.env['RELEVANCE_TEST_DIST'] ?? 'dist', 'cli/main.js');

export interface LogLine {
  readonly msg: string;
  readonly level: string;
  readonly [field: string]: unknown;
}

/** `relevance serve` in a process of its own, and everything it wrote. */
export interface Gateway {
  readonly process: ChildProcess;
  readonly dataUrl: string;
  readonly adminUrl: string;
  readonly exited: Promise<number | null>;
  output(): string;
  logs(): readonly LogLine[];
}

export interface GatewayOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is run, by default the program itself. */
  readonly command?: readonly [string, ...string[]];
}

/** Starts it on free ports; resolves when it serves. */
export function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { cwd, env = {}, command = [process.execPath, PROGRAM, 'serve'] } = options;
  const { PATH = '' } = process.env;
  const [file, ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env: { PATH, RELEVANCE_PORT: '0', RELEVANCE_ADMIN_PORT: '0', ...env },
  });
  let output = '';
  const logs = (): readonly LogLine[] =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine);
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  return new Promise((done, fail) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString();
      const serving = logs().find(({ msg }) => msg === 'serving');
      if (serving === undefined) return;
      const { dataUrl, adminUrl } = serving as unknown as { dataUrl: string; adminUrl: string };
      done({ process: child, dataUrl, adminUrl, exited, output: () => output, logs });
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    void exited.then((code) => fail(new Error(`ended with ${code} before it served:\n${output}`)));
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request on a connection of its own. */
export function ask(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const outgoing = request(url, { method, agent: false, headers: { ...type, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () =>
        done({
          status: incoming.statusCode!,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Waits until the check holds, at most this long. */
export async function until(check: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await check())) {
    if (performance.now() > endMs) throw new Error(`not so within ${limitMs} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
