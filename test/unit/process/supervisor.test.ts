import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Logger } from '../../../src/domain/logger.ts';
import { createSupervisor, type Supervisor } from '../../../src/process/supervisor.ts';

interface CallMessage {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

/** Stands in for a process: it says `here`, answers `start` and `drain`, and can die. */
class FakeWorker extends EventEmitter {
  readonly calls: CallMessage[] = [];
  readonly process = { kill: (signal: string) => this.die(null, signal) };
  alive = true;
  readonly startError: string | undefined;

  constructor(startError?: string) {
    super();
    this.startError = startError;
    setImmediate(() => this.emit('message', { kind: 'notice', name: 'here' }));
  }
  isConnected(): boolean {
    return this.alive;
  }
  send(message: CallMessage): void {
    this.calls.push(message);
    const { id, method } = message;
    setImmediate(() => {
      if (method === 'start' && this.startError !== undefined) {
        this.emit('message', {
          kind: 'answer',
          id,
          error: { code: 'store_locked', message: this.startError },
        });
      } else if (method === 'start') {
        this.emit('message', { kind: 'answer', id, result: { host: '127.0.0.1', port: 9600 } });
      } else if (method === 'retire') {
        this.emit('message', { kind: 'answer', id });
      } else if (method === 'drain') {
        this.die(0, null);
      }
    });
  }
  die(code: number | null, signal: string | null): void {
    if (!this.alive) return;
    this.alive = false;
    setImmediate(() => this.emit('exit', code, signal));
  }
}

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let forked: FakeWorker[];
let uncaught: string[];
let nextError: string | undefined;
let supervisor: Supervisor;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  forked = [];
  uncaught = [];
  nextError = undefined;
  supervisor = createSupervisor({
    count: 2,
    fork: () => {
      const worker = new FakeWorker(nextError);
      forked.push(worker);
      return worker as unknown as Worker;
    },
    startArgument: (number) => ({ worker: number }),
    logger: quiet,
    onRestart: () => undefined,
    onUncaught: (kind) => uncaught.push(kind),
  });
});
afterEach(() => {
  supervisor.kill();
  jest.useRealTimers();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('the supervisor', () => {
  test('starts every process, numbered from 1, and gives their address', async () => {
    expect(await supervisor.start()).toEqual({ host: '127.0.0.1', port: 9600 });
    expect(forked.map(({ calls }) => calls[0]?.argument)).toEqual([{ worker: 1 }, { worker: 2 }]);
    expect(supervisor.serving()).toHaveLength(2);
  });

  test('a process that cannot start the first time ends the attempt, with its reason', async () => {
    nextError = 'another gateway has the folder';
    await expect(supervisor.start()).rejects.toMatchObject({
      code: 'store_locked',
      message: 'another gateway has the folder',
    });
    await settle();
    expect(forked.every(({ alive }) => !alive)).toBe(true);
  });

  test('a process that dies is replaced under its number; the others serve on', async () => {
    await supervisor.start();
    forked[0]!.die(1, null);
    await settle();
    expect(supervisor.serving()).toHaveLength(1);
    jest.advanceTimersByTime(500);
    await settle();
    expect(supervisor.serving()).toHaveLength(2);
    expect(forked[2]?.calls[0]?.argument).toEqual({ worker: 1 });
  });

  test('one that keeps dying is started less and less often, at least every half minute', async () => {
    await supervisor.start();
    const pauses: number[] = [];
    for (let death = 0; death < 9; death++) {
      forked.at(-1)!.die(1, null);
      await settle();
      const before = forked.length;
      let waitedMs = 0;
      while (forked.length === before) {
        jest.advanceTimersByTime(250);
        waitedMs += 250;
      }
      pauses.push(waitedMs);
      await settle();
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('draining asks each to finish, waits until all are gone and starts none again', async () => {
    await supervisor.start();
    await supervisor.drain(1000);
    expect(forked.map(({ calls }) => [calls[1]?.method, calls[1]?.argument])).toEqual([
      ['drain', 1000],
      ['drain', 1000],
    ]);
    jest.advanceTimersByTime(60_000);
    expect(forked).toHaveLength(2);
    expect(supervisor.serving()).toEqual([]);
  });

  test('retiring tells those that serve, and one that takes the place of another; all go on', async () => {
    await supervisor.start();
    supervisor.retire();
    forked[0]!.die(1, null);
    await settle();
    jest.advanceTimersByTime(500);
    await settle();
    expect(forked.map(({ calls }) => calls.map(({ method }) => method))).toEqual([
      ['start', 'retire'],
      ['start', 'retire'],
      ['start', 'retire'],
    ]);
    expect(supervisor.serving()).toHaveLength(2);
  });

  test('one that still starts is told by a signal, as it may not hear calls; the others keep their grace', async () => {
    await supervisor.start();
    forked[1]!.die(1, null);
    await settle();
    await jest.advanceTimersByTimeAsync(500);
    const [serving, , starting] = forked;
    const signals: string[] = [];
    starting!.process.kill = (signal: string) => {
      signals.push(signal);
      starting!.die(null, signal);
    };
    await supervisor.drain(30_000);
    expect(signals).toEqual(['SIGTERM']);
    expect(starting!.calls.map(({ method }) => method)).not.toContain('drain');
    expect(serving!.calls.map(({ method }) => method)).toEqual(['start', 'drain']);
  });

  test('being told to end before all have started leaves those that serve their grace', async () => {
    const started = supervisor.start().catch((error: unknown) => error);
    const signals: string[] = [];
    for (const worker of forked) {
      worker.process.kill = (signal: string) => {
        signals.push(signal);
        worker.die(null, signal);
      };
    }
    await supervisor.drain(30_000);
    expect(await started).toMatchObject({ code: 'internal' });
    expect(signals).toEqual(['SIGTERM', 'SIGTERM']);
  });

  test('one that does not go in its time is killed', async () => {
    await supervisor.start();
    for (const worker of forked) worker.send = () => undefined;
    const drained = supervisor.drain(1000);
    await settle();
    jest.advanceTimersByTime(5999);
    await settle();
    expect(forked.every(({ alive }) => alive)).toBe(true);
    jest.advanceTimersByTime(1);
    await drained;
    expect(forked.every(({ alive }) => !alive)).toBe(true);
  });

  test('hands on that an error reached the last resort', async () => {
    await supervisor.start();
    forked[0]!.emit('message', { kind: 'notice', name: 'uncaught', detail: 'rejection' });
    expect(uncaught).toEqual(['rejection']);
  });
});
