import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../domain/logger.ts';
import { GatewayError } from '../errors.ts';
import type { WantedModels } from '../inference/local/wanted.ts';
import type { InferenceStart } from './inference-process.ts';
import { type Caller, type Channel, createCaller, onNotice } from './ipc.ts';

/** A process that lived shorter than this died of something that will not go away by itself. */
const STEADY_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Large models on a slow disk. */
const LOAD_MS = 120_000;
const ASK_MS = 3000;

export interface InferenceHostOptions {
  readonly wanted: WantedModels | undefined;
  readonly logLevel: InferenceStart['logLevel'];
  /** Under which its spans go out, and the `OTEL_*` variables that say where; none: nothing is traced there. */
  readonly tracing?: Pick<InferenceStart, 'serviceName' | 'otel'>;
  readonly logger: Logger;
  /** The process's entry; the one that was built with this file unless given. */
  readonly entry?: string;
}

/** The one process of this machine in which models run. A crash in native code there costs a rerank, never a request. */
export interface InferenceHost {
  /** What serving processes connect to; it stays the same when the process is another. */
  readonly socket: string;
  /** Loads other models beside those that serve, then swaps. @throws GatewayError `config_invalid`; then nothing has changed */
  reload(wanted: WantedModels | undefined): Promise<void>;
  /** Its metrics, in Prometheus' text format; empty where it does not answer. */
  metrics(): Promise<string>;
  close(): void;
}

/** Starts it, without waiting, and starts it again whenever it ends: at once the first time, then after longer pauses. */
export function startInferenceHost(options: InferenceHostOptions): InferenceHost {
  const { logger } = options;
  const folder = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'relevance-'));
  const socket =
    folder === undefined ? `\\\\.\\pipe\\relevance-inference-${process.pid}` : join(folder, 'inference.sock');
  const entry = options.entry ?? fileURLToPath(new URL('./inference-process.js', import.meta.url));
  let { wanted } = options;
  let stamp: string | undefined = stampOf(wanted);
  let child: { readonly process: ChildProcess; readonly caller: Caller } | undefined;
  let quickDeaths = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function launch(want: WantedModels): Promise<void> {
    const started = fork(entry, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    const channel = channelOf(started);
    const caller = createCaller(channel);
    const startedMs = performance.now();
    child = { process: started, caller };
    const here = new Promise<void>((resolve, reject) => {
      onNotice(channel, ({ name }) => {
        if (name === 'here') resolve();
      });
      started.once('exit', () =>
        reject(new GatewayError('internal', 'the inference process ended as it started')),
      );
    });
    started.on('error', (error) => logger.warn({ err: error }, 'the inference process cannot be reached'));
    started.once('exit', (code, signal) => {
      caller.close();
      // One that was let go, or that another has replaced.
      if (child?.process !== started) return;
      child = undefined;
      revive({ code, signal, livedMs: performance.now() - startedMs });
    });
    await here;
    await caller.call(
      'start',
      {
        wanted: want,
        socket,
        logLevel: options.logLevel,
        ...(options.tracing ?? { serviceName: 'relevance-gateway', otel: {} }),
      } satisfies InferenceStart,
      LOAD_MS,
    );
  }

  function launchAndWatch(want: WantedModels): void {
    launch(want).catch((error: unknown) => {
      if (closed) return;
      logger.error({ err: error }, 'the inference process could not start');
      // Its end brings the next attempt.
      child?.process.kill('SIGKILL');
    });
  }

  function revive(death: { code: number | null; signal: string | null; livedMs: number }): void {
    if (closed) return;
    quickDeaths = death.livedMs < STEADY_MS ? quickDeaths + 1 : 0;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** quickDeaths);
    logger.error(
      { code: death.code, signal: death.signal, pauseMs },
      'the inference process ended; another takes its place',
    );
    timer = setTimeout(() => {
      if (wanted !== undefined) launchAndWatch(wanted);
    }, pauseMs);
  }

  /** Ends the process without another taking its place. */
  function letGo(): void {
    clearTimeout(timer);
    const gone = child;
    child = undefined;
    gone?.process.kill('SIGKILL');
  }

  if (wanted !== undefined) launchAndWatch(wanted);
  return {
    socket,
    async reload(want) {
      const wantedStamp = stampOf(want);
      if (wantedStamp === stamp) return;
      // What is refused is asked for again, also where the files from before are back.
      stamp = undefined;
      if (want !== undefined && child !== undefined) await child.caller.call('reload', want, LOAD_MS);
      else if (want !== undefined) launchAndWatch(want);
      else letGo();
      wanted = want;
      stamp = wantedStamp;
    },
    async metrics() {
      const text = await child?.caller.call('metrics', null, ASK_MS).catch((error: unknown) => {
        logger.debug({ err: error }, 'the inference process does not tell its metrics');
      });
      return typeof text === 'string' ? text : '';
    },
    close() {
      closed = true;
      letGo();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Changes with what is wanted and with the files in the models' folders. */
function stampOf(wanted: WantedModels | undefined): string {
  const folders = [...(wanted?.rerank.map(({ folder }) => folder) ?? []), ...(wanted?.encoders ?? [])];
  const files = folders.flatMap((folder) =>
    (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : []).map(
      (name) => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return [folder, name, mtimeMs, size];
      },
    ),
  );
  return JSON.stringify([wanted, files]);
}

function channelOf(child: ChildProcess): Channel {
  return {
    send(message) {
      // One that just died has no channel; its exit is on the way and settles what waits.
      if (child.connected) child.send(message as object, (error) => void error);
    },
    listen: (listener) => void child.on('message', listener),
  };
}
