import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { httpSource, indexSource } from '../../../src/rule-source/source.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(
  answer: (request: IncomingMessage) => {
    readonly status: number;
    readonly body?: string;
    readonly etag?: string;
  },
): Promise<string> {
  server = createServer((request, response) => {
    const { status, body = '', etag } = answer(request);
    response.writeHead(status, etag === undefined ? {} : { etag }).end(body);
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rules.json?token=canary`;
}
const signal = (): AbortSignal => AbortSignal.timeout(5000);
const files = (text: string): string => JSON.stringify({ files: { '_all/a.rules.txt': text } });

describe('rules at an address', () => {
  test('are read once as long as their ETag stays', async () => {
    const seen: (string | undefined)[] = [];
    let etag = '"1"';
    const url = await serve(({ headers }) => {
      seen.push(headers['if-none-match'], headers.authorization);
      return headers['if-none-match'] === etag ? { status: 304 } : { status: 200, etag, body: files(etag) };
    });
    const source = httpSource({ url, authorization: 'Bearer canary' });
    const first = await source.fetch(signal());
    expect(first?.files.get('_all/a.rules.txt')).toBe('"1"');
    expect(await source.fetch(signal())).toBeUndefined();
    etag = '"2"';
    expect((await source.fetch(signal()))?.version).not.toBe(first?.version);
    expect(seen).toEqual([undefined, 'Bearer canary', '"1"', 'Bearer canary', '"1"', 'Bearer canary']);
    expect(source.name).not.toContain('canary');
  });

  test.each([
    [500, '', 'upstream_protocol'],
    [404, '', 'upstream_protocol'],
    [302, '', 'upstream_unavailable'],
    [200, '{', 'config_invalid'],
    [200, '[]', 'config_invalid'],
    [200, '{"files":[]}', 'config_invalid'],
    [200, '{"files":{"../a":"b"}}', 'config_invalid'],
  ])('that answer %d %s are told apart from rules', async (status, body, code) => {
    const url = await serve(() => ({ status, body }));
    await expect(httpSource({ url, authorization: null }).fetch(signal())).rejects.toMatchObject({ code });
  });

  test('a faulty answer is asked for again, whatever its ETag', async () => {
    let body = '{';
    const url = await serve(({ headers }) =>
      headers['if-none-match'] === undefined ? { status: 200, body, etag: '"same"' } : { status: 304 },
    );
    const source = httpSource({ url, authorization: null });
    await expect(source.fetch(signal())).rejects.toMatchObject({ code: 'config_invalid' });
    body = files('x');
    expect((await source.fetch(signal()))?.files.size).toBe(1);
  });
});

test('rules in an index are read to the last page', async () => {
  const all = Array.from({ length: 1203 }, (_, at) => ({
    path: `shop/${String(at).padStart(5, '0')}.rules.txt`,
    text: 'x',
  }));
  const source = indexSource('our-rules', async (_method, path, body) => {
    expect(path).toBe('/our-rules/_search');
    const { size, search_after: [after] = [''] } = body as { size: number; search_after?: [string] };
    const page = all.filter((file) => file.path > after).slice(0, size);
    return { hits: { hits: page.map((file) => ({ _source: file })) } };
  });
  expect((await source.fetch(signal()))?.files.size).toBe(all.length);
});

test('an index whose documents are no rule files is not read for ever', async () => {
  let pages = 0;
  const source = indexSource('something-else', async (_method, _path, body) => {
    pages += 1;
    const { size } = body as { size: number };
    return { hits: { hits: Array.from({ length: size }, () => ({ _source: {} })) } };
  });
  await expect(source.fetch(signal())).rejects.toMatchObject({ code: 'config_invalid' });
  expect(pages).toBeLessThan(30);
  await expect(source.fetch(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
