import type { Worker } from 'node:cluster';
import type { Logger } from '../domain/logger.ts';
import type { Address } from './address.ts';
import { GatewayError } from '../errors.ts';
import { type Caller, type Channel, createCaller, onNotice } from './ipc.ts';

/** A process that lived shorter than this died of something that will not go away by itself. */
const STEADY_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Loading dictionaries and, on the embedded engine, the sample catalogue: seconds, but minutes on a machine that is busy. */
const START_TIMEOUT_MS = 300_000;
/** What a process may take beyond its grace to close files before it is killed. */
const CLOSE_MS = 5000;
/** Nothing waits for its answer. */
const RETIRE_MS = 5000;

export interface SupervisorOptions {
  readonly count: number;
  /** Starts the process with this number, from 1. */
  fork(number: number): Worker;
  /** What a process is told when it starts; asked again for each. */
  startArgument(number: number): unknown;
  readonly logger: Logger;
  /** Told when a process ended unasked. */
  onRestart(): void;
  onUncaught(kind: 'exception' | 'rejection'): void;
}

/** Keeps the serving processes alive. */
export interface Supervisor {
  /**
   * Starts all of them; gives the address they serve.
   * @throws GatewayError why the first of them could not start; then none is left
   */
  start(): Promise<Address>;
  /** Those that serve now. */
  serving(): readonly Pick<Caller, 'call'>[];
  /** Has every process answer each request with the last word on its connection; all go on serving. */
  retire(): void;
  /** Lets every process finish what it is doing, at most this long, and waits until all are gone. */
  drain(graceMs: number): Promise<void>;
  /** Ends a process that must not go on; another takes its place. */
  replace(caller: Pick<Caller, 'call'>): void;
  /** Ends all at once. */
  kill(): void;
}

interface Slot {
  readonly number: number;
  worker: Worker | undefined;
  caller: Caller | undefined;
  serving: boolean;
  /** Deaths in a row, each soon after its start. */
  quickDeaths: number;
  timer: NodeJS.Timeout | undefined;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { logger } = options;
  const slots = Array.from({ length: options.count }, (_, index): Slot => ({
    number: index + 1,
    worker: undefined,
    caller: undefined,
    serving: false,
    quickDeaths: 0,
    timer: undefined,
  }));
  /** Until all have started once, a failure is the whole gateway's; afterwards it is one process's. */
  let phase: 'starting' | 'running' | 'ending' = 'starting';
  let retired = false;

  async function launch(slot: Slot): Promise<Address> {
    const worker = options.fork(slot.number);
    const channel = channelOf(worker);
    const caller = createCaller(channel);
    const startedMs = performance.now();
    Object.assign(slot, { worker, caller, serving: false });
    const here = new Promise<void>((resolve, reject) => {
      onNotice(channel, (notice) => {
        if (notice.name === 'here') resolve();
        else options.onUncaught(notice.detail);
      });
      worker.once('exit', () =>
        reject(new GatewayError('internal', 'a serving process ended as it started')),
      );
    });
    worker.on('error', (error) =>
      logger.warn({ err: error, process: slot.number }, 'a serving process cannot be reached'),
    );
    worker.once('exit', (code, signal) => {
      caller.close();
      Object.assign(slot, { worker: undefined, caller: undefined, serving: false });
      if (phase === 'running') revive(slot, { code, signal, livedMs: performance.now() - startedMs });
    });
    await here;
    const address = (await caller.call(
      'start',
      options.startArgument(slot.number),
      START_TIMEOUT_MS,
    )) as Address;
    slot.serving = true;
    if (retired) tellToRetire(slot);
    return address;
  }

  function tellToRetire({ number, caller }: Slot): void {
    // One that does not hear it serves as before, and closes connections when it drains.
    caller?.call('retire', null, RETIRE_MS).catch((error: unknown) => {
      logger.warn({ err: error, process: number }, 'a process was not told that the gateway ends');
    });
  }

  function revive(slot: Slot, death: { code: number; signal: string; livedMs: number }): void {
    slot.quickDeaths = death.livedMs < STEADY_MS ? slot.quickDeaths + 1 : 0;
    options.onRestart();
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** slot.quickDeaths);
    logger.error(
      { process: slot.number, code: death.code, signal: death.signal, pauseMs },
      'a serving process ended; another takes its place',
    );
    slot.timer = setTimeout(() => {
      launch(slot).then(
        () => logger.info({ process: slot.number }, 'a serving process took its place'),
        (error: unknown) => {
          logger.error({ process: slot.number, err: error }, 'a serving process could not start');
          // Its end brings the next attempt.
          slot.worker?.process.kill('SIGKILL');
        },
      );
    }, pauseMs);
  }

  function kill(): void {
    phase = 'ending';
    for (const slot of slots) {
      clearTimeout(slot.timer);
      slot.worker?.process.kill('SIGKILL');
    }
  }

  return {
    async start() {
      try {
        const addresses = await Promise.all(slots.map(launch));
        if (phase === 'starting') phase = 'running';
        return addresses[0]!;
      } catch (error) {
        // Told to end as it started: those that serve already are left their grace.
        if (phase === 'starting') kill();
        throw error;
      }
    },
    serving: () => slots.flatMap(({ serving, caller }) => (serving && caller !== undefined ? [caller] : [])),
    replace(caller) {
      slots.find((slot) => slot.caller === caller)?.worker?.process.kill('SIGKILL');
    },
    retire() {
      retired = true;
      for (const slot of slots) if (slot.serving) tellToRetire(slot);
    },
    async drain(graceMs) {
      phase = 'ending';
      const gone = slots.map(async (slot) => {
        clearTimeout(slot.timer);
        const { worker, caller } = slot;
        if (worker === undefined || caller === undefined) return;
        const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
        const timer = setTimeout(() => worker.process.kill('SIGKILL'), graceMs + CLOSE_MS);
        if (slot.serving) {
          // Its answer does not matter: it goes, or it is killed.
          caller.call('drain', graceMs, graceMs + CLOSE_MS).catch((error: unknown) => {
            logger.debug({ err: error, process: slot.number }, 'a process went without a word');
          });
        } else {
          // One that still starts has nothing to finish, and may not hear calls yet.
          worker.process.kill('SIGTERM');
        }
        await exited;
        clearTimeout(timer);
      });
      await Promise.all(gone);
    },
    kill,
  };
}

function channelOf(worker: Worker): Channel {
  return {
    send(message) {
      // A process that just died has no channel; its exit is on the way and settles what waits.
      if (worker.isConnected()) worker.send(message as object, (error) => void error);
    },
    listen: (listener) => void worker.on('message', listener),
  };
}
