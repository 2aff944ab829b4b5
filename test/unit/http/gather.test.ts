import { describe, expect, test } from '@jest/globals';
import type { EngineAnswer } from '../../../src/domain/engine.ts';
import { Gather } from '../../../src/http/search/gather.ts';

const answer = (text: string): EngineAnswer => ({ status: 200, headers: [], body: Buffer.from(text) });

describe('gathering legs', () => {
  test('sends once, when every search has asked for its leg', async () => {
    const sent: string[][] = [];
    const gather = new Gather<Buffer>(2, async (bodies) => {
      sent.push([...bodies].map(([item, body]) => `${item}:${body.toString()}`));
      return new Map([...bodies.keys()].map((item) => [item, answer(`answer ${item}`)]));
    });
    const second = gather.send(4, Buffer.from('b'));
    expect(sent).toEqual([]);
    const first = gather.send(1, Buffer.from('a'));
    expect((await first).body.toString()).toBe('answer 1');
    expect((await second).body.toString()).toBe('answer 4');
    expect(sent).toEqual([['4:b', '1:a']]);
  });

  test('does not wait for a search that ended without its leg', async () => {
    const gather = new Gather(
      2,
      async (bodies) => new Map([...bodies.keys()].map((item) => [item, answer('x')])),
    );
    const leg = gather.send(0, Buffer.from('a'));
    gather.withdraw();
    expect((await leg).status).toBe(200);
  });

  test('hands a failure to every search that waits', async () => {
    const gather = new Gather<Buffer>(2, async () => {
      throw new Error('no node');
    });
    const legs = await Promise.allSettled([
      gather.send(0, Buffer.from('a')),
      gather.send(1, Buffer.from('b')),
    ]);
    expect(legs.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('a missing answer fails its search only', async () => {
    const gather = new Gather<Buffer>(2, async () => new Map([[0, answer('x')]]));
    const [first, second] = await Promise.allSettled([
      gather.send(0, Buffer.from('a')),
      gather.send(1, Buffer.from('b')),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second.status).toBe('rejected');
  });
});
