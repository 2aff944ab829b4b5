import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../src/errors.ts';
import { answerCalls, type Channel, createCaller, onNotice } from '../../../src/process/ipc.ts';

/** Two ends of one channel; what crosses it becomes JSON, as between processes. */
function channels(): readonly [Channel, Channel] {
  const [left, right] = [new EventEmitter(), new EventEmitter()];
  const end = (own: EventEmitter, other: EventEmitter): Channel => ({
    send: (message) => {
      const text = JSON.stringify(message);
      setImmediate(() => other.emit('message', JSON.parse(text)));
    },
    listen: (listener) => void own.on('message', listener),
  });
  return [end(left, right), end(right, left)];
}

describe('calls between processes', () => {
  test('carry an argument there and a result back, several at a time', async () => {
    const [primary, worker] = channels();
    answerCalls(worker, {
      double: async (n: number) => {
        await new Promise((resolve) => setTimeout(resolve, 20 - n));
        return n * 2;
      },
    });
    const caller = createCaller(primary);
    expect(await Promise.all([1, 5, 9].map((n) => caller.call('double', n, 1000)))).toEqual([2, 10, 18]);
  });

  test('an error keeps its code and message', async () => {
    const [primary, worker] = channels();
    answerCalls(worker, {
      fail: () => {
        throw new GatewayError('store_locked', 'another gateway has it');
      },
      odd: () => Promise.reject(new TypeError('odd')),
    });
    const caller = createCaller(primary);
    await expect(caller.call('fail', null, 1000)).rejects.toMatchObject({
      code: 'store_locked',
      message: 'another gateway has it',
    });
    await expect(caller.call('odd', null, 1000)).rejects.toMatchObject({ code: 'internal', message: 'odd' });
    await expect(caller.call('toString', null, 1000)).rejects.toThrow('nobody answers toString');
  });

  test('do not wait for ever: not for the slow, not for the dead', async () => {
    const [primary] = channels();
    const caller = createCaller(primary);
    await expect(caller.call('nothing', null, 20)).rejects.toThrow(
      'another process of this gateway did not answer "nothing" within 0.02 s',
    );
    const waiting = caller.call('nothing', null, 60_000);
    caller.close();
    await expect(waiting).rejects.toThrow('the process is gone');
  });

  test('what is not ours is left alone', async () => {
    const [primary, worker] = channels();
    answerCalls(worker, { one: () => 1 });
    const caller = createCaller(primary);
    const notices: unknown[] = [];
    onNotice(primary, (notice) => notices.push(notice));
    for (const odd of [null, 5, 'text', {}, { kind: 'answer', id: 99 }, { kind: 'other' }]) worker.send(odd);
    for (const odd of [null, 'text', { kind: 'answer' }]) primary.send(odd);
    worker.send({ kind: 'notice', name: 'here' });
    expect(await caller.call('one', null, 1000)).toBe(1);
    expect(notices).toEqual([{ kind: 'notice', name: 'here' }]);
  });
});
