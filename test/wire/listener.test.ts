import { afterEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { schema } from '../../src/config/schema.ts';
import { GatewayError } from '../../src/errors.ts';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, pause, post, until } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = answer(200, '{"took":1}', PRODUCT);

describe('draining', () => {
  test('what is under way is finished, its connection closed, and no new one taken', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake((socket, { target }) => {
      if (target === '/slow') held = socket;
      else socket.write(OK);
    });
    const wire = await bench.wire(upstream);
    const idle = await wire.connect();
    await idle.send(get('/')).answer();
    const silent = await wire.connect();
    const busy = await wire.connect();
    busy.send(get('/slow'));
    await until(() => held !== undefined, 'the slow one is upstream');
    const started = performance.now();
    const drained = wire.listener.drain(5000);
    expect(await idle.ended()).not.toBe('open');
    expect(await silent.ended()).not.toBe('open');
    await expect(wire.connect()).rejects.toThrow('ECONNREFUSED');
    held!.write(OK);
    const last = await busy.answer();
    expect([last.status, headerOf(last, 'connection')]).toEqual([200, 'close']);
    await drained;
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('before it, all is served as ever, each answer the last on its connection', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake((socket, { target }) => {
      if (target === '/slow') held = socket;
      else socket.write(OK);
    });
    const wire = await bench.wire(upstream);
    const [idle, busy, silent] = [await wire.connect(), await wire.connect(), await wire.connect()];
    const before = await idle.send(get('/')).answer();
    expect(headerOf(before, 'connection')).toBeUndefined();
    busy.send(get('/slow'));
    await until(() => held !== undefined, 'the slow one is upstream');
    wire.listener.retire();
    held!.write(OK);
    const clients = [busy, idle.send(get('/')), silent.send(get('/')), (await wire.connect()).send(get('/'))];
    for (const client of clients) {
      const last = await client.answer();
      expect([last.status, headerOf(last, 'connection')]).toEqual([200, 'close']);
      expect(await client.ended()).not.toBe('open');
    }
  });

  test('an answer that has begun is finished as well', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake((socket) => {
      held = socket;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab');
    });
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(get('/'));
    await client.bytes(40);
    const drained = wire.listener.drain(5000);
    await pause(150);
    held!.write('cd');
    expect((await client.answer()).body.toString()).toBe('abcd');
    await drained;
  });

  test('what takes longer than the grace time is cut, upstream too', async () => {
    let held: Socket | undefined;
    const upstream = await bench.fake((socket) => void (held = socket));
    const wire = await bench.wire(upstream);
    const client = await wire.connect();
    client.send(get('/'));
    await until(() => held !== undefined, 'it is upstream');
    await wire.listener.drain(200);
    expect(await client.ended()).not.toBe('open');
    await until(() => held?.destroyed === true, 'it is cancelled');
  });
});

describe('idle connections', () => {
  test('are kept longer than the official clients keep theirs', () => {
    expect(schema.parse({}).server.keepAliveMs).toBeGreaterThanOrEqual(620_000);
  });

  test('are closed after the time that was set, not before', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)), { keepAliveMs: 1500 });
    const client = await wire.connect();
    for (let round = 0; round < 3; round += 1) {
      await client.send(get('/')).answer();
      await pause(200);
    }
    expect(client.ending).toBe('open');
    const started = performance.now();
    expect(await client.ended()).toBe('fin');
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  test('are never closed where that time is 0', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)), { keepAliveMs: 0 });
    const client = await wire.connect();
    await client.send(get('/')).answer();
    await pause(1500);
    expect(client.ending).toBe('open');
    const answered = await client.send(get('/')).answer();
    expect([answered.status, headerOf(answered, 'keep-alive')]).toEqual([200, undefined]);
  });
});

describe('secrets', () => {
  test('no credential and no body reaches the log, whatever fails', async () => {
    const upstream = await bench.fake((socket) => void socket.resetAndDestroy());
    const wire = await bench.wire(upstream);
    const canary = 'c2VjcmV0Y2FuYXJ5';
    const secret = [
      `Authorization: ApiKey ${canary}`,
      `es-secondary-authorization: Basic ${canary}`,
      'X-A: a\tb',
    ];
    const failed = await wire.request(post('/a/_doc', `{"secret":"${canary}"}`, secret));
    expect(failed.status).toBe(502);
    await wire.request(get('/', [...secret, 'Host: b']));
    await wire.request(get('/', [...secret, `Expect: ${canary}`]));
    const broken = await wire.connect();
    await broken.send(`GET / HTTP/1.1\r\nAuthorization: Basic ${canary}\r\nbroken\r\n\r\n`).answer();
    const written = `${wire.log.join('\n')}${failed.body.toString()}`;
    expect(wire.log.length).toBeGreaterThan(0);
    expect(written).not.toContain(canary);
    expect(wire.log.every((line) => !line.includes('\n'))).toBe(true);
  });

  test('a request without credentials goes up without any, also when the gateway has its own', async () => {
    const upstream = await bench.fake(always(OK));
    const wire = await bench.wire(upstream, { upstream: { account: { apiKey: 'Z2F0ZXdheQ==' } } });
    await wire.request(get('/a/_search'));
    await wire.backend.engine.exchange(
      { method: 'POST', path: '/a/_search', headers: [], body: Buffer.from('{}') },
      AbortSignal.timeout(2000),
    );
    await until(() => upstream.discovery.length > 0, 'the gateway asked on its own account');
    expect(headerOf(upstream.discovery[0]!, 'authorization')).toBe('ApiKey Z2F0ZXdheQ==');
    expect(upstream.requests.map((request) => headerOf(request, 'authorization'))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a Kerberos ticket is passed on, once', async () => {
    const upstream = await bench.fake(always(answer(401, '{}', ['WWW-Authenticate: Negotiate oYG2'])));
    const wire = await bench.wire(upstream);
    const passed = await wire.request(get('/a/_search', ['Authorization: Negotiate YIIC']));
    expect(headerOf(passed, 'www-authenticate')).toBe('Negotiate oYG2');
    expect(upstream.requests.map((request) => headerOf(request, 'authorization'))).toEqual([
      'Negotiate YIIC',
    ]);
  });
});

describe('what a request is', () => {
  test('paths of the gateway’s own are answered by it, all others are not its own', async () => {
    const upstream = await bench.fake(always(OK));
    const wire = await bench.wire(upstream, {
      local: ({ url }, response) => {
        const mine = url?.startsWith('/_relevance/') === true;
        if (mine) response.end('mine');
        return mine;
      },
    });
    expect((await rest(wire.connect(), get('/_relevance/x'))).includes('mine')).toBe(true);
    expect((await wire.request(get('/_relevance'))).body.toString()).toBe('{"took":1}');
    expect((await wire.request(get('/readyz'))).body.toString()).toBe('{"took":1}');
    expect((await wire.request(get('/metrics'))).body.toString()).toBe('{"took":1}');
  });

  test('one that cannot be looked at is passed on', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)), {
      isSearch: () => {
        throw new GatewayError('internal', 'a fault of ours');
      },
    });
    expect((await wire.request(get('/a/_search'))).status).toBe(200);
    expect(wire.log.join('\n')).toContain('a fault of ours');
  });

  test('a server that cannot accept goes on with those it has', async () => {
    const wire = await bench.wire(await bench.fake(always(OK)));
    const client = await wire.connect();
    wire.listener.server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
    expect((await client.send(get('/')).answer()).status).toBe(200);
    expect((await wire.request(get('/'))).status).toBe(200);
  });

  test('a process that stands still for a second loses nothing', async () => {
    const patience = { headersMs: 300, bodyWindowMs: 100, bodyBytes: 10 };
    const wire = await bench.wire(await bench.fake(always(OK)), { patience });
    const [reader, writer] = [await wire.connect(), await wire.connect()];
    await reader.send(get('/')).answer();
    const request = post('/_bulk', 'x'.repeat(20_000));
    writer.send(request.subarray(0, 10_000));
    await pause(20);
    writer.send(request.subarray(10_000));
    reader.send(get('/'));
    const until = performance.now() + 1000;
    while (performance.now() < until);
    expect((await reader.answer()).status).toBe(200);
    expect((await writer.answer()).status).toBe(200);
  });
});

describe('legs', () => {
  const leg = {
    method: 'POST',
    path: '/a/_search',
    headers: ['Authorization', 'Basic eA=='],
    body: Buffer.from('{}'),
  };

  test.each([
    [400, '{"error":{"type":"parsing_exception"},"status":400}', 'Warning: 299 x'],
    [429, '{"error":{"type":"es_rejected_execution_exception"},"status":429}', 'Retry-After: 3'],
    [404, '{"error":{},"status":404}', 'X-elastic-product: Elasticsearch'],
    [502, '<html>', 'Content-Type: text/html'],
  ])('%d is an answer: as it is, once', async (status, body, header) => {
    const upstream = await bench.fake(always(answer(status, body, [header])));
    const wire = await bench.wire(upstream);
    const got = await wire.backend.engine.exchange(leg, AbortSignal.timeout(2000));
    expect([got.status, got.body.toString()]).toEqual([status, body]);
    expect(`${got.headers[0]}: ${got.headers[1]}`).toBe(header);
    expect(upstream.requests).toHaveLength(1);
    expect(headerOf(upstream.requests[0]!, 'authorization')).toBe('Basic eA==');
  });

  test('a deadline ends one that gets no answer, upstream too', async () => {
    const upstream = await bench.fake(() => undefined);
    const wire = await bench.wire(upstream);
    const started = performance.now();
    await expect(wire.backend.engine.exchange(leg, AbortSignal.timeout(200))).rejects.toMatchObject({
      code: 'client_gone',
    });
    expect(performance.now() - started).toBeLessThan(1000);
    await until(
      () => [...upstream.sockets].every(({ bytesRead, bytesWritten }) => bytesRead === 0 || bytesWritten > 0),
      'the connection is closed',
    );
  });
});

test('a refusal on a connection of its own does not touch the others', async () => {
  const wire = await bench.wire(await bench.fake(always(OK)));
  const good = await wire.connect();
  for (let round = 0; round < 20; round += 1) {
    expect(ownError(await wire.request('BAD\r\n\r\n')).type).toBe('relevance_bad_request');
    expect((await good.send(get('/')).answer()).status).toBe(200);
  }
  await until(() => wire.open.size === 1, 'nothing else is left open');
});

/** Everything a client gets until the server is silent for a moment. */
async function rest(
  connected: ReturnType<Awaited<ReturnType<Bench['wire']>>['connect']>,
  bytes: string,
): Promise<string> {
  const client = await connected;
  client.send(bytes);
  await pause(100);
  return client.received.toString('latin1');
}
