import { afterEach, describe, expect, test } from '@jest/globals';
import { type FakeNode, startFakeNode } from './fake-node.ts';
import { eventually, type Harness, type HarnessOptions, startHarness } from './harness.ts';

let node: FakeNode;
let gateway: Harness;

async function start(options?: HarnessOptions): Promise<void> {
  node = await startFakeNode();
  gateway = await startHarness([node.url], options);
}

afterEach(async () => {
  await gateway.close();
  await node.close();
});

const REQUEST = {
  method: 'POST',
  path: '/a/_search',
  headers: [
    'Host',
    'shop.example',
    'Authorization',
    'ApiKey x',
    'Accept-Encoding',
    'gzip',
    'Content-Length',
    '9',
  ],
  body: Buffer.from('{"q":"é"}'),
};
const never = new AbortController().signal;

describe('exchange', () => {
  test('sends the caller’s headers, asks for identity, and reads to the end', async () => {
    await start();
    node.behave(({ socket }) =>
      socket.write(
        'HTTP/1.1 404 Not Found\r\nWarning: 1\r\nWarning: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{"\r\n3\r\na":\r\n2\r\n1}\r\n0\r\n\r\n',
      ),
    );
    const answer = await gateway.engine.exchange(REQUEST, never);
    expect(answer).toEqual({
      status: 404,
      headers: ['Warning', '1', 'Warning', '2'],
      body: Buffer.from('{"a":1}'),
    });
    expect(node.requests[0]?.head.split('\r\n').slice(2)).toEqual([
      'connection: keep-alive',
      'Authorization: ApiKey x',
      'accept-encoding: identity',
      'content-length: 10',
    ]);
    expect(node.requests[0]?.body.toString()).toBe('{"q":"é"}');
  });

  test('a large body arrives whole', async () => {
    await start();
    const body = Buffer.alloc(1_000_000, 'abcdefg');
    await gateway.engine.exchange({ ...REQUEST, body }, never);
    expect(node.requests[0]?.body.equals(body)).toBe(true);
    expect(node.requests[0]?.head).toContain('content-length: 1000000');
  });

  test('an abort ends it at once, and the request at Elasticsearch too', async () => {
    await start();
    node.behave(() => {});
    const abort = new AbortController();
    const answer = gateway.engine.exchange(REQUEST, abort.signal);
    await eventually(() => node.requests.length === 1);
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'client_gone' });
    await eventually(() => node.requests[0]!.socket.destroyed);
    await expect(gateway.engine.exchange(REQUEST, abort.signal)).rejects.toMatchObject({
      code: 'client_gone',
    });
    expect(node.requests).toHaveLength(1);
  });

  test('what it holds in memory is bounded', async () => {
    await start({ maxAnswerBytes: 100 });
    node.behave(({ socket }) =>
      socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n80\r\n${'x'.repeat(128)}\r\n`),
    );
    await expect(gateway.engine.exchange(REQUEST, never)).rejects.toMatchObject({
      code: 'answer_unreadable',
    });
    expect(gateway.nodes.nodes[0]?.failing).toBe(false);
  });

  test('too many at a time wait, and more than may wait are refused', async () => {
    await start({ inFlight: 1, queue: 1 });
    const answers: (() => void)[] = [];
    node.behave(({ socket }) =>
      answers.push(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    );
    const first = gateway.engine.exchange(REQUEST, never);
    const second = gateway.engine.exchange(REQUEST, never);
    await expect(gateway.engine.exchange(REQUEST, never)).rejects.toMatchObject({ code: 'overloaded' });
    await eventually(() => answers.length === 1);
    answers.pop()?.();
    expect((await first).status).toBe(200);
    await eventually(() => answers.length === 1);
    answers.pop()?.();
    expect((await second).status).toBe(200);
  });

  test('one that left the queue does not take a turn', async () => {
    await start({ inFlight: 1, queue: 2 });
    const answers: (() => void)[] = [];
    node.behave(({ socket }) =>
      answers.push(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    );
    const abort = new AbortController();
    const first = gateway.engine.exchange(REQUEST, never);
    const second = gateway.engine.exchange(REQUEST, abort.signal);
    const third = gateway.engine.exchange(REQUEST, never);
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'client_gone' });
    await eventually(() => answers.length === 1);
    answers.pop()?.();
    await first;
    await eventually(() => answers.length === 1);
    answers.pop()?.();
    expect((await third).status).toBe(200);
  });

  test('a node that is down, and one that talks nonsense, are told apart', async () => {
    await start();
    node.behave(({ socket }) => socket.write('nonsense\r\n\r\n'));
    await expect(gateway.engine.exchange(REQUEST, never)).rejects.toMatchObject({
      code: 'upstream_protocol',
    });
    await node.close();
    await expect(gateway.engine.exchange(REQUEST, never)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});
