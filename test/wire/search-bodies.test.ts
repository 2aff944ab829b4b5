import { afterEach, describe, expect, test } from '@jest/globals';
import { deflateSync, gzipSync } from 'node:zlib';
import { always, answer, headerOf, PRODUCT } from './fake-upstream.ts';
import { Bench, get, post } from './harness.ts';
import { FOUND, improvable } from './searches.ts';

const bench = new Bench();
afterEach(() => bench.stop());

const MATCH = (text: string): string => JSON.stringify({ query: { match: { title: text } } });
const status = (text: string): RegExp => new RegExp(`^bypass; reason=${text}$`);
const ITEM_ANSWER = FOUND.toString().split('\r\n\r\n')[1]!.replace(/}$/, ',"status":200}');
const LINES = ['Content-Type: application/x-ndjson'];

/** The same bytes in another type, so that jest does not print millions of them when they differ. */
function same(one: Buffer | undefined, other: Buffer | string): boolean {
  return one?.equals(Buffer.from(other)) === true;
}

describe('bodies of searches that are not to be improved arrive byte for byte, once', () => {
  const DEEP = `${'{"bool":{"must":['.repeat(5000)}{"match_all":{}}${']}}'.repeat(5000)}`;
  const NUMBERS = '"from":1.0,"min_score":1e400,"terminate_after":9223372036854775808';
  test.each<[string, string, Buffer | string]>([
    ['nested 10,000 deep', 'size', `{"query":${DEEP}}`],
    [
      'a hundred thousand keys',
      'size',
      `{"query":{"match_all":{}},"aggs":{${Array.from({ length: 100_000 }, (_, at) => `"a${at}":1`).join()}}}`,
    ],
    ['numbers beyond doubles', 'scores', `{"query":{"match":{"title":"红 茶"}},${NUMBERS}}`],
    ['a key twice', 'duplicate_key', '{"query":{"match":{"title":"红茶"}},"query":{"match_all":{}}}'],
    [
      'a key twice, one of them escaped',
      'duplicate_key',
      '{"query":{"match_all":{}},"qu\\u0065ry":{"match":{"title":"红茶"}}}',
    ],
    [
      'invalid UTF-8',
      'encoding',
      Buffer.concat([
        Buffer.from('{"query":{"match":{"title":"'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('"}}}'),
      ]),
    ],
    ['a lone surrogate', 'encoding', '{"query":{"match":{"title":"\\ud800 红茶"}}}'],
    ['a byte order mark', 'encoding', `\ufeff${MATCH('红茶')}`],
    ['UTF-16', 'encoding|syntax', Buffer.from(MATCH('红茶'), 'utf16le')],
    ['a comment', 'syntax', `/* red */${MATCH('红茶')}`],
    ['a trailing comma', 'syntax', '{"query":{"match":{"title":"红茶",}}}'],
    ['cut off', 'syntax', MATCH('红茶').slice(0, -1)],
    ['more after the end', 'syntax', `${MATCH('红茶')}{}`],
    ['__proto__ as a key', 'unknown_key', '{"__proto__":{"polluted":1},"query":{"match":{"title":"红茶"}}}'],
    ['constructor as a query', 'unknown_query', '{"query":{"constructor":{"prototype":{"polluted":1}}}}'],
    ['the largest size', 'window', '{"size":2147483647,"query":{"match":{"title":"红茶"}}}'],
    ['a page past the window', 'window', '{"from":9995,"size":10,"query":{"match":{"title":"红茶"}}}'],
    ['a negative size', 'page|window', '{"size":-1,"query":{"match":{"title":"红茶"}}}'],
    ['a size that is no number', 'page', '{"size":"abc","query":{"match":{"title":"红茶"}}}'],
    ['a text of a megabyte', 'text_too_long', MATCH('红茶 '.repeat(150_000))],
    ['a text of 100,000 words', 'text_too_long', MATCH('tea '.repeat(100_000))],
    ['an empty text', 'no_text', MATCH('')],
    ['a text of blanks', 'no_text', MATCH(' \u3000\t ')],
    ['a text of emoji', 'no_text', MATCH('🎧🎧🎧')],
    ['a key of no request', 'unknown_key', '{"query":{"match":{"title":"红茶"}},"brand_new":true}'],
  ])('%s', async (_name, reason, body) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const passed = await gateway.request(post('/shop/_search', body));
    expect(passed.status).toBe(200);
    expect(headerOf(passed, 'relevance-status')).toMatch(
      status(reason.includes('|') ? `(${reason})` : reason),
    );
    expect(upstream.requests).toHaveLength(1);
    expect(same(upstream.requests[0]?.body, body)).toBe(true);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([
    ['only stop words', 'the of and'],
    ['only emoji', '🍵🍎'],
    ['only punctuation', '、。！?'],
    ['right to left and zero width', '\u202e\u200fתה\u200b\u2066'],
    ['control characters', 'tea\u0000\u0007 red'],
    ['a single surrogate pair', '𠮷'],
  ])('%s: what Elasticsearch finds for the caller’s own words is found', async (_name, text) => {
    const body = MATCH(text);
    const NOTHING = FOUND.toString()
      .replace('"value":2', '"value":0')
      .replace(/"hits":\[.*\]/, '"hits":[]');
    const empty = answer(200, NOTHING.split('\r\n\r\n')[1]!, PRODUCT);
    const upstream = await bench.fake((socket, request) =>
      socket.write(same(request.body, body) ? FOUND : empty),
    );
    const gateway = await bench.gateway(upstream);
    const found = await gateway.request(post('/shop/_search', body));
    expect(found.status).toBe(200);
    expect((JSON.parse(found.body.toString()) as { hits: { hits: [] } }).hits.hits).toHaveLength(2);
  });

  test('past the limit, by length or in chunks, it streams: nothing is held back until its end', async () => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream, { config: { server: { limits: { bodyBytes: 1024 } } } });
    const body = MATCH('红茶 '.repeat(200_000));
    const passed = await gateway.request(post('/shop/_search', body));
    expect(headerOf(passed, 'relevance-status')).toMatch(status('body_size'));
    expect(same(upstream.requests[0]?.body, body)).toBe(true);
    const client = await gateway.connect();
    client.send(
      get('/shop/_search', ['Content-Type: application/json', 'Transfer-Encoding: chunked'], 'POST'),
    );
    for (const part of [body.slice(0, 3000), body.slice(3000)]) {
      const bytes = Buffer.from(part);
      client
        .send(`${bytes.length.toString(16)}\r\n`)
        .send(bytes)
        .send('\r\n');
    }
    const chunked = await client.send('0\r\n\r\n').answer();
    expect(headerOf(chunked, 'relevance-status')).toMatch(status('body_size'));
    expect(same(upstream.requests[1]?.body, body)).toBe(true);
  });

  test('Elasticsearch’s own refusal of a large one is passed on before the body is complete', async () => {
    const upstream = await bench.fake(always(FOUND), {
      onHead: (socket) => socket.write(answer(413, '{"status":413}', PRODUCT)) || true,
    });
    const gateway = await bench.gateway(upstream, { config: { server: { limits: { bodyBytes: 1024 } } } });
    const client = await gateway.connect();
    client.send(
      get('/shop/_search', ['Content-Type: application/json', 'Content-Length: 200000000'], 'POST'),
    );
    const refusal = await client.send(Buffer.alloc(100_000, ' ')).answer();
    expect([refusal.status, refusal.body.toString()]).toEqual([413, '{"status":413}']);
  });
});

describe('compressed bodies of searches', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('%s is understood; what goes up says what it is', async (coding, compress) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const body = compress(Buffer.from(improvable.body));
    const found = await gateway.request(post('/shop/_search', body, [`Content-Encoding: ${coding}`]));
    expect(headerOf(found, 'relevance-status')).toMatch(/^applied;/);
    const sent = upstream.requests[0]!;
    expect(headerOf(sent, 'content-encoding')).toBeUndefined();
    expect(JSON.parse(sent.body.toString())).toHaveProperty('query');
  });

  test.each([
    ['a bomb of 200 MiB', gzipSync(Buffer.alloc(200 * 2 ** 20, ' ')), 'gzip'],
    ['nested', gzipSync(gzipSync(improvable.body)), 'gzip, gzip'],
    ['another format than it says', Buffer.from(improvable.body), 'gzip'],
    ['cut off', gzipSync(improvable.body).subarray(0, 30), 'gzip'],
    ['a coding of its own', Buffer.from(improvable.body), 'br'],
  ])('%s passes as it came, and costs no more memory than the limit', async (_name, body, coding) => {
    const upstream = await bench.fake(always(FOUND));
    const gateway = await bench.gateway(upstream);
    const before = process.memoryUsage.rss();
    const passed = await gateway.request(post('/shop/_search', body, [`Content-Encoding: ${coding}`]));
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
    expect([passed.status, headerOf(passed, 'relevance-status')]).toEqual([200, 'bypass; reason=encoding']);
    expect(same(upstream.requests[0]?.body, body)).toBe(true);
    expect(headerOf(upstream.requests[0]!, 'content-encoding')).toBe(coding);
  });
});

describe('lines of an _msearch', () => {
  const ITEM = MATCH('红茶');
  test.each<[string, string, string]>([
    ['without its last newline', 'ndjson', `{}\n${ITEM}`],
    ['a header alone', 'ndjson', '{}\n'],
    ['a blank line where a search should be', 'ndjson', `{}\n\n${ITEM}\n`],
    ['nothing but a newline', 'ndjson', '\n'],
    ['100,000 items', 'items', '{}\n{}\n'.repeat(100_000)],
    ['more bytes than are looked at', 'body_size', `{}\n${ITEM}\n`.repeat(130_000)],
    ['an item on a pattern', 'index_name', `{"index":"*"}\n${ITEM}\n`],
    ['an item on a system index', 'index_name', `{"index":".kibana"}\n${ITEM}\n`],
  ])('%s: passed on as it came', async (_name, reason, body) => {
    const upstream = await bench.fake(always(answer(200, '{"took":1,"responses":[]}', PRODUCT)));
    const gateway = await bench.gateway(upstream);
    const bytes = Buffer.from(body);
    const head = get('/shop/_msearch', [...LINES, `Content-Length: ${bytes.length}`], 'POST');
    const passed = await gateway.request(Buffer.concat([Buffer.from(head), bytes]));
    expect([passed.status, headerOf(passed, 'relevance-status')]).toEqual([200, `bypass; reason=${reason}`]);
    expect(upstream.requests).toHaveLength(1);
    expect(same(upstream.requests[0]?.body, body)).toBe(true);
  });

  test('CRLF: understood, and what goes up has the items that were sent', async () => {
    const upstream = await bench.fake(
      always(answer(200, `{"took":1,"responses":[${ITEM_ANSWER}]}`, PRODUCT)),
    );
    const gateway = await bench.gateway(upstream);
    const body = Buffer.from(`{}\r\n${ITEM}\r\n`);
    const head = get('/shop/_msearch', [...LINES, `Content-Length: ${body.length}`], 'POST');
    const found = await gateway.request(Buffer.concat([Buffer.from(head), body]));
    expect(found.status).toBe(200);
    expect(upstream.requests[0]?.body.toString().trimEnd().split('\n')).toHaveLength(2);
  });
});

test.each([
  '/shop/../_cluster/health/_search',
  '/%2e%2e/_search',
  '/shop%2f_search',
  '//shop/_search',
  '/shop;x=1/_search',
  '/shop\\_search',
  '/%c0%ae%c0%ae/_search',
  '/SHOP*/_search',
  '/remote:shop/_search',
  '/%3Cshop-%7Bnow%2Fd%7D%3E/_search',
])('%s is not looked at', async (target) => {
  const upstream = await bench.fake(always(FOUND));
  const gateway = await bench.gateway(upstream);
  const passed = await gateway.request(post(target, improvable.body));
  expect(headerOf(passed, 'relevance-status')).toBeUndefined();
  expect(upstream.requests[0]?.target).toBe(target);
  expect(same(upstream.requests[0]?.body, improvable.body)).toBe(true);
});
