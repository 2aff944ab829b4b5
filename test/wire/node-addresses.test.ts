import { afterEach, describe, expect, jest, test } from '@jest/globals';
import dns from 'node:dns';
import { type AddressInfo, createServer } from 'node:net';
import { always, answer, FakeUpstream, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, ownError, post } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const OK = answer(200, '{"took":1}', PRODUCT);

describe('a node’s name', () => {
  afterEach(() => void jest.restoreAllMocks());
  const real = dns.lookup;
  const resolveTo = (addresses: () => readonly string[]): void => {
    const lookup = (name: string, ...rest: readonly unknown[]): void => {
      if (name !== 'es.test') return void Reflect.apply(real, dns, [name, ...rest]);
      const done = rest.at(-1) as (...answer: readonly unknown[]) => void;
      const all = addresses().map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if ((rest[0] as { readonly all?: boolean }).all === true) done(null, all);
      else done(null, all[0]!.address, all[0]!.family);
    };
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as typeof dns.lookup);
  };

  test('is asked again when its address no longer answers', async () => {
    const before = await FakeUpstream.start(always(OK));
    const after = await bench.fake(always(OK), { port: before.port, host: '127.0.0.2' });
    let address = '127.0.0.1';
    resolveTo(() => [address]);
    const wire = await bench.wire(before, { nodes: [`http://es.test:${before.port}`] });
    expect((await wire.request(get('/'))).status).toBe(200);
    address = '127.0.0.2';
    await before.stop();
    expect((await wire.request(get('/'))).status).toBe(200);
    expect([before.requests.length, after.requests.length]).toEqual([1, 1]);
  });

  test('with an IPv6 address first, where nobody listens, is reached by the other', async () => {
    const upstream = await bench.fake(always(OK));
    resolveTo(() => ['::1', '127.0.0.1']);
    const wire = await bench.wire(upstream, { nodes: [`http://es.test:${upstream.port}`] });
    expect((await wire.request(post('/a/_doc', '{}'))).status).toBe(200);
  });
});

test('a node that will not speak TLS: 502 that names the reason, and nothing is sent in clear', async () => {
  const received: Buffer[] = [];
  const refusing = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received.push(bytes);
      // A fatal alert: handshake failure.
      socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]));
    });
  });
  await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
  try {
    const { port } = refusing.address() as AddressInfo;
    const wire = await bench.wire([], { nodes: [`https://127.0.0.1:${port}`] });
    const failed = await wire.request(get('/', ['Authorization: Basic c2VjcmV0']));
    expect([failed.status, ownError(failed).type]).toEqual([502, 'relevance_upstream_tls']);
    expect(received.length).toBeGreaterThan(0);
    expect(Buffer.concat(received).toString('latin1')).not.toContain('c2VjcmV0');
  } finally {
    refusing.close();
  }
});

test('where requests go is fixed at the start, whatever they say', async () => {
  const [upstream, other] = [await bench.fake(always(OK)), await bench.fake(always(OK))];
  const wire = await bench.wire(upstream);
  const authority = `127.0.0.1:${other.port}`;
  await wire.request(
    `GET http://${authority}/a HTTP/1.1\r\nHost: ${authority}\r\nX-Forwarded-Host: ${authority}\r\n\r\n`,
  );
  await wire.request(
    `GET /http://${authority}/ HTTP/1.1\r\nHost: ${authority}\r\nForwarded: host=${authority}\r\n\r\n`,
  );
  expect(upstream.requests.map(({ target }) => target)).toEqual(['/a', `/http://${authority}/`]);
  expect(headerOf(upstream.requests[0]!, 'host')).toBe(`127.0.0.1:${upstream.port}`);
  expect(other.requests).toHaveLength(0);
});
