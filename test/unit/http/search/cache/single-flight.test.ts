import { describe, expect, test } from '@jest/globals';
import { SingleFlight } from '../../../../../src/http/search/cache/single-flight.ts';

/** Work that ends when it is told to. */
class Work {
  begun = 0;
  signal: AbortSignal | undefined;
  done: (value: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  readonly run = (signal: AbortSignal): Promise<string> => {
    this.begun += 1;
    this.signal = signal;
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.fail = reject;
    });
  };
}

const never = new AbortController().signal;

describe('the same work asked for at the same time', () => {
  test('is done once; who comes after it is done begins anew', async () => {
    const flights = new SingleFlight<string>();
    const work = new Work();
    const all = [1, 2, 3].map(() => flights.join('a', never, work.run));
    const other = new Work();
    const another = flights.join('b', never, other.run);
    expect([work.begun, other.begun, flights.size]).toEqual([1, 1, 2]);
    work.done('result');
    expect(await Promise.all(all)).toEqual([
      { value: 'result', joined: false },
      { value: 'result', joined: true },
      { value: 'result', joined: true },
    ]);
    void flights.join('a', never, work.run);
    expect(work.begun).toBe(2);
    work.done('again');
    other.done('other');
    await another;
    await new Promise(setImmediate);
    expect(flights.size).toBe(0);
  });

  test('goes on for the others when the one who began it goes', async () => {
    const flights = new SingleFlight<string>();
    const work = new Work();
    const leader = new AbortController();
    const first = flights.join('a', leader.signal, work.run);
    const second = flights.join('a', never, work.run);
    leader.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(work.signal?.aborted).toBe(false);
    work.done('result');
    expect(await second).toEqual({ value: 'result', joined: true });
    // What is done is not called off.
    expect(work.signal?.aborted).toBe(false);
  });

  test('is called off when the last has gone, and begun anew by who comes then', async () => {
    const flights = new SingleFlight<string>();
    const work = new Work();
    const callers = [new AbortController(), new AbortController()];
    const waits = callers.map(({ signal }) => flights.join('a', signal, work.run));
    for (const caller of callers) caller.abort(new Error('gone'));
    for (const wait of waits) await expect(wait).rejects.toThrow('gone');
    expect(work.signal?.aborted).toBe(true);
    const next = new Work();
    const after = flights.join('a', never, next.run);
    work.fail(new Error('called off'));
    await new Promise(setImmediate);
    expect(flights.size).toBe(1);
    next.done('result');
    expect(await after).toEqual({ value: 'result', joined: false });
  });

  test('fails for all who wait, and is not remembered', async () => {
    const flights = new SingleFlight<string>();
    const work = new Work();
    const waits = [flights.join('a', never, work.run), flights.join('a', never, work.run)];
    work.fail(new Error('broken'));
    for (const wait of waits) await expect(wait).rejects.toThrow('broken');
    expect(flights.size).toBe(0);
  });

  test('who has gone already begins nothing', async () => {
    const flights = new SingleFlight<string>();
    const work = new Work();
    await expect(flights.join('a', AbortSignal.abort(new Error('gone')), work.run)).rejects.toThrow('gone');
    expect(work.begun).toBe(0);
  });
});
