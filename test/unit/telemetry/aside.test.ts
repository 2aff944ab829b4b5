import { describe, expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { createAside } from '../../../src/telemetry/aside.ts';

describe('work put aside', () => {
  test('is done in its order when the loop turns, also what is put there meanwhile', async () => {
    const aside = createAside();
    const done: string[] = [];
    aside.put(() => {
      done.push('first');
      aside.put(() => done.push('meanwhile'));
    });
    aside.put(() => done.push('second'));
    expect(done).toEqual([]);
    await turn();
    await turn();
    expect(done).toEqual(['first', 'second', 'meanwhile']);
  });

  test('is done once where it is finished before', async () => {
    const aside = createAside();
    let count = 0;
    aside.put(() => (count += 1));
    aside.finish();
    expect(count).toBe(1);
    await turn();
    expect(count).toBe(1);
  });

  test('is done at once past its bound', () => {
    const aside = createAside();
    let count = 0;
    for (let at = 0; at < 1500; at += 1) aside.put(() => (count += 1));
    expect(count).toBe(1000);
  });
});
