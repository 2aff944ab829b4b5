import { afterEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { always, answer, PRODUCT, type SeenRequest } from './fake-upstream.ts';
import { Bench, get, ownError, pause, post, until } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = answer(200, '{"took":1}', PRODUCT);
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const SIX_MIB = 6 * 1024 * 1024;
const PATIENCE = { headersMs: 60_000, bodyWindowMs: 30_000, bodyBytes: 1024 };

describe('a client that goes away cancels its request upstream', () => {
  const LEAVING = {
    'cuts the connection': (socket: Socket) => void socket.resetAndDestroy(),
    'closes it': (socket: Socket) => void socket.destroy(),
    'half-closes it': (socket: Socket) => void socket.end(),
  };
  const PHASES: Record<
    string,
    { request: Buffer | string; script: (socket: Socket) => void; started: boolean }
  > = {
    'while Elasticsearch thinks': { request: get('/a/_search'), script: () => undefined, started: true },
    'with a body sent': { request: post('/a/_search', '{}'), script: () => undefined, started: true },
    'in the middle of the answer': {
      request: get('/a/_search'),
      script: (socket) => void socket.write(`${CHUNKED}5\r\nhello\r\n`),
      started: true,
    },
    'in the middle of its body': {
      request: post('/_bulk', 'x'.repeat(100_000)).subarray(0, 50_000),
      script: () => undefined,
      started: false,
    },
  };
  const cases = Object.keys(PHASES).flatMap((phase) =>
    Object.keys(LEAVING).map((how) => [phase, how] as const),
  );

  test.each(cases)('%s: %s', async (phase, how) => {
    const { request, script, started } = PHASES[phase]!;
    let held: Socket | undefined;
    const upstream = await bench.fake((socket) => script(socket), {
      onHead: (socket) => {
        held = socket;
        return false;
      },
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(request);
    await until(
      () => held !== undefined && (!started || upstream.requests.length === 1),
      'the request is upstream',
    );
    await pause(20);
    LEAVING[how as keyof typeof LEAVING](client.socket);
    await until(() => held?.destroyed === true, 'the connection upstream is closed', 2000);
    await until(() => wire.open.size === 0, 'nothing is left of the client');
    upstream.script = always(OK);
    expect((await wire.request(get('/'))).status).toBe(200);
    expect(wire.log.join('\n')).not.toMatch(/uncaught|unhandled/i);
  });

  test('while it waits for a free connection', async () => {
    const upstream = await bench.fake(() => undefined);
    const wire = await bench.wire(upstream, { upstream: { connections: 1 } });
    const first = await wire.connect();
    first.send(get('/first'));
    await until(() => upstream.requests.length === 1, 'the first is upstream');
    const second = await wire.connect();
    second.send(get('/second'));
    await pause(30);
    second.socket.destroy();
    await pause(30);
    upstream.script = always(OK);
    upstream.sockets.forEach((socket) => socket.write(OK));
    await first.answer();
    expect((await wire.request(get('/third'))).status).toBe(200);
    expect(upstream.requests.map(({ target }) => target)).toEqual(['/first', '/third']);
  });

  test('200 of them leave no connection and no timer behind', async () => {
    const upstream = await bench.fake(() => undefined);
    const wire = await bench.wire(upstream, { upstream: { connections: 256 } });
    for (let round = 0; round < 4; round += 1) {
      const clients = await Promise.all(Array.from({ length: 50 }, () => wire.connect()));
      for (const client of clients) client.send(get('/a/_search'));
      await until(() => upstream.requests.length === 50 * (round + 1), 'all are upstream');
      for (const client of clients) client.socket.destroy();
    }
    await until(() => wire.open.size === 0, 'no client connection');
    await until(() => used(upstream.sockets) === 0, 'no used connection upstream');
  });
});

describe('slow and greedy clients', () => {
  test('headers byte by byte: 408, then closed, while others are served', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)), {
      patience: { ...PATIENCE, headersMs: 400 },
    });
    const slow = await wire.connect();
    slow.send('GET / HTTP/1.1\r\nHo');
    const drip = setInterval(() => slow.send('x'), 50);
    expect((await wire.request(get('/'))).status).toBe(200);
    const refusal = await slow.answer().finally(() => clearInterval(drip));
    expect(refusal.status).toBe(408);
    expect(ownError(refusal).type).toBe('relevance_request_timeout');
    expect(await slow.ended()).not.toBe('open');
  });

  test('a body byte by byte: 408, and the request upstream is cancelled', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake(always(OK), {
      onHead: (socket, { method }) => {
        if (method === 'POST') held = socket;
        return false;
      },
    });
    const wire = await bench.wire(upstream, { patience: { ...PATIENCE, bodyWindowMs: 200, bodyBytes: 64 } });
    const slow = await wire.connect();
    slow.send(post('/_bulk', 'x'.repeat(100_000)).subarray(0, 400));
    const drip = setInterval(() => slow.send('x'), 20);
    expect((await wire.request(get('/'))).status).toBe(200);
    const refusal = await slow.answer().finally(() => clearInterval(drip));
    expect(refusal.status).toBe(408);
    await until(() => held?.destroyed === true, 'the request upstream is cancelled');
  });

  test('a body that waits for a slow Elasticsearch is not dripping', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake(always(OK), {
      onHead: (socket) => {
        held = socket;
        socket.pause();
        setTimeout(() => socket.resume(), 900);
        return false;
      },
    });
    const wire = await bench.wire(upstream, { patience: { ...PATIENCE, bodyWindowMs: 200, bodyBytes: 64 } });
    const passed = await wire.request(post('/_bulk', Buffer.alloc(SIX_MIB, 'x')));
    expect(passed.status).toBe(200);
    expect(upstream.requests[0]?.body.length).toBe(SIX_MIB);
    expect(held).toBeDefined();
  }, 20_000);

  test('a slow reader holds Elasticsearch back, and memory stays bounded', async () => {
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    let sent = 0;
    const upstream = await bench.fake((socket) => {
      socket.write(CHUNKED);
      const fill = (): void => {
        while (sent < 128 * 1024 * 1024) {
          sent += 65_536;
          if (!socket.write(chunk)) return void socket.once('drain', fill);
        }
        socket.write('0\r\n\r\n');
      };
      fill();
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(get('/a/_search'));
    await client.bytes(1000);
    client.socket.pause();
    await pause(600);
    const stalled = sent;
    await pause(300);
    expect(sent).toBe(stalled);
    expect(stalled).toBeLessThan(40 * 1024 * 1024);
  });

  test('connections beyond the limit are closed at once; those that are open go on', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)), { limits: { connections: 3 } });
    const open = await Promise.all([wire.connect(), wire.connect(), wire.connect()]);
    await until(() => wire.open.size === 3, 'three are accepted');
    const fourth = await wire.connect();
    expect(await fourth.ended()).not.toBe('open');
    expect((await open[0]!.send(get('/')).answer()).status).toBe(200);
    open[1]!.socket.destroy();
    await until(() => wire.open.size === 2, 'one has gone');
    expect((await wire.request(get('/'))).status).toBe(200);
  });

  test('searches beyond the queue are answered with 429', async () => {
    const waiting: (() => void)[] = [];
    const wire = await bench.wire(await bench.fake(always(OK)), {
      limits: { inFlight: 1, queue: 1 },
      isSearch: ({ url }) => url === '/a/_search',
      search: (_request, response) => void waiting.push(() => response.end('{}')),
    });
    const [first, second] = [await wire.connect(), await wire.connect()];
    first.send(get('/a/_search'));
    await until(() => waiting.length === 1, 'the first runs');
    second.send(get('/a/_search'));
    await pause(30);
    const third = await wire.request(get('/a/_search'));
    expect(third.status).toBe(429);
    expect(ownError(third).type).toBe('relevance_overloaded');
    expect((await wire.request(get('/a/_count'))).status).toBe(200);
    waiting[0]!();
    expect((await first.answer()).status).toBe(200);
    await until(() => waiting.length === 2, 'the second runs');
    waiting[1]!();
    expect((await second.answer()).status).toBe(200);
  });
});

describe('several requests on one connection', () => {
  test('pipelined requests are answered in order', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      const body = answer(200, target, PRODUCT);
      setTimeout(() => socket.write(body), target === '/1' ? 150 : 10);
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(`${get('/1')}${get('/2')}${get('/3')}`);
    const bodies: string[] = [];
    for (let at = 0; at < 3; at += 1) bodies.push((await client.answer()).body.toString());
    expect(bodies).toEqual(['/1', '/2', '/3']);
  });

  test('an invalid one is refused after those before it were answered', async () => {
    const upstream = await bench.fake((socket, { target }) => {
      setTimeout(() => socket.write(answer(200, target, PRODUCT)), 150);
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(`${get('/1')}BAD BAD BAD\r\n\r\n${get('/3')}`);
    expect((await client.answer()).body.toString()).toBe('/1');
    const refusal = await client.answer();
    expect([refusal.status, ownError(refusal).type]).toEqual([400, 'relevance_bad_request']);
    expect(await client.ended()).toBe('fin');
    expect(client.received).toHaveLength(0);
    expect(upstream.requests.map(({ target }: SeenRequest) => target)).toEqual(['/1']);
  });

  test('a body longer than it said does not become a request', async () => {
    const upstream = await bench.fake(always(OK));
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(Buffer.concat([post('/a/_doc', '{}'), Buffer.from('{"more":"bytes"}\r\n\r\n')]));
    expect((await client.answer()).status).toBe(200);
    expect((await client.answer()).status).toBe(400);
    expect(upstream.requests).toHaveLength(1);
  });

  test('an ambiguous one ends the connection: what follows is not looked at', async () => {
    const upstream = await bench.fake(always(OK));
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(`GET /1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${get('/smuggled')}`);
    expect((await client.answer()).status).toBe(400);
    expect(await client.ended()).toBe('fin');
    await pause(30);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a bad chunk in the middle of a body cancels the request upstream', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake(always(OK), {
      onHead: (socket) => {
        held = socket;
        return false;
      },
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send('POST /_bulk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n');
    await until(() => held !== undefined, 'the request is upstream');
    const refusal = await client.send('zz\r\n').answer();
    expect(refusal.status).toBe(400);
    await until(() => held?.destroyed === true, 'it is cancelled');
    expect(upstream.requests).toHaveLength(0);
  });
});

/** Connections that brought something, the gateway's own questions apart. */
function used(sockets: ReadonlySet<Socket>): number {
  return [...sockets].filter(({ bytesWritten, bytesRead }) => bytesRead > 0 && bytesWritten === 0).length;
}
