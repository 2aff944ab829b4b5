import { describe, expect, test } from '@jest/globals';
import { hanCutOf } from '../../../src/elasticsearch/han-cut.ts';
import { readHead, requestHeaders } from '../../../src/elasticsearch/headers.ts';
import { describeSeveral } from '../../../src/domain/describe-several.ts';
import { describeIndex, mappedFields } from '../../../src/elasticsearch/mapping.ts';
import { Node, NodeSet } from '../../../src/elasticsearch/node-set.ts';
import { isIdempotent } from '../../../src/elasticsearch/retry.ts';
import { RetryBudget } from '../../../src/elasticsearch/retry-budget.ts';
import { toUpstreamError } from '../../../src/elasticsearch/upstream-error.ts';

describe('hanCutOf', () => {
  test.each([
    [['中', '华', '人', '民', '共', '和', '国'], 'character'],
    [['中华', '华人', '人民', '民共', '共和', '和国'], 'bigram'],
    [['中华人民共和国'], 'word'],
    [['中华', '人民', '共和国'], 'word'],
    [[], 'word'],
  ])('%j is %s', (tokens, cut) => {
    expect(hanCutOf(tokens)).toBe(cut);
  });
});

describe('isIdempotent', () => {
  test.each([
    ['GET', '/a/_doc/1', true],
    ['HEAD', '/', true],
    ['POST', '/_search', true],
    ['POST', '/a,b/_search?q=x', true],
    ['POST', '/_msearch/template', true],
    ['POST', '/a/_search/scroll', false],
    ['GET', '/_search/scroll', false],
    ['GET', '/a/_search?scroll=1m', false],
    ['GET', '/a/_search?size=1&scroll=1m', false],
    ['POST', '/a/_pit?keep_alive=1m', false],
    ['POST', '/a/_async_search', false],
    ['POST', '/a/_update_by_query', false],
    ['POST', '/a/_doc', false],
    ['POST', '/_bulk', false],
    ['PUT', '/a/_doc/1', false],
    ['DELETE', '/a', false],
    ['POST', '/a/b/_search', false],
  ])('%s %s: %s', (method, path, expected) => {
    expect(isIdempotent(method, path)).toBe(expected);
  });
});

describe('headers', () => {
  test('one connection’s headers end there, those that Connection names included', () => {
    expect(
      requestHeaders([
        'Host',
        'a',
        'Connection',
        'close, X-One',
        'x-one',
        '1',
        'Expect',
        '100-continue',
        'TE',
        'gzip',
        'A',
        '1',
        'Transfer-Encoding',
        'chunked',
        'Upgrade',
        'h2c',
        'a',
        '2',
      ]),
    ).toEqual(['A', '1', 'a', '2']);
  });

  test('an answer’s head tells length, encoding, ambiguity and close', () => {
    const raw = [
      'Content-Length',
      '3',
      'Transfer-Encoding',
      'chunked',
      'Content-Encoding',
      'GZIP',
      'Connection',
      'Close',
    ];
    const bytes = raw.map((part) => Buffer.from(part));
    expect(readHead(200, 'OK', bytes)).toEqual({
      status: 200,
      statusText: 'OK',
      headers: ['Content-Length', '3', 'Content-Encoding', 'GZIP'],
      contentLength: 3,
      contentEncoding: 'gzip',
      ambiguous: true,
      closes: true,
    });
  });
});

describe('toUpstreamError', () => {
  const withCode = (code: string, name = 'Error'): Error =>
    Object.assign(new Error('secret at 10.0.0.1'), { code, name });
  test.each([
    ['ECONNREFUSED', 'nothing', 'upstream_unavailable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'nothing', 'upstream_unavailable'],
    ['ENOTFOUND', 'nothing', 'upstream_unavailable'],
    ['CERT_HAS_EXPIRED', 'nothing', 'upstream_tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'nothing', 'upstream_tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'nothing', 'upstream_tls'],
    ['UND_ERR_SOCKET', 'connected', 'upstream_reset'],
    ['ECONNRESET', 'connected', 'upstream_reset'],
    ['HPE_INVALID_CONSTANT', 'connected', 'upstream_protocol'],
    ['UND_ERR_HEADERS_OVERFLOW', 'connected', 'upstream_protocol'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'connected', 'upstream_protocol'],
    ['ERR_INVALID_CHAR', 'connected', 'upstream_protocol'],
    ['UND_ERR_HEADERS_TIMEOUT', 'connected', 'upstream_timeout'],
  ] as const)('%s after %s is %s, and names no address', (code, reached, expected) => {
    const error = toUpstreamError(withCode(code), reached);
    expect(error.code).toBe(expected);
    expect(error.publicMessage).not.toContain('10.0.0.1');
  });
});

describe('RetryBudget', () => {
  test.each([
    [0, 0],
    [0.2, 20],
    [1, 100],
  ])('a share of %s allows %s retries in a hundred requests', (share, most) => {
    const budget = new RetryBudget(share);
    let taken = 0;
    for (let request = 0; request < 100; request += 1) {
      budget.deposit();
      if (budget.take()) taken += 1;
    }
    expect(taken).toBe(most);
  });
});

describe('NodeSet', () => {
  test('pauses double with each failed probe up to the limit, and one probe goes out at a time', () => {
    let now = 0;
    const rules = { ejection: { failures: 1, baseMs: 100, maxMs: 300 }, clock: { now: () => now } };
    const dispatcher = undefined as never;
    const bad = new Node('http://a', dispatcher, rules);
    const good = new Node('http://b', dispatcher, rules);
    const set = new NodeSet([bad, good]);
    bad.failed('connect');
    const isProbed = (): boolean => [set.pick([]), set.pick([])].includes(bad);
    for (const pause of [100, 200, 300, 300]) {
      now += pause - 1;
      expect(isProbed()).toBe(false);
      now += 1;
      expect(isProbed()).toBe(true);
      expect(isProbed()).toBe(false);
      bad.failed('connect');
    }
    now += 300;
    expect(isProbed()).toBe(true);
    bad.succeeded();
    expect([set.pick([]), set.pick([])]).toContain(bad);
  });
});

describe('mapping', () => {
  const mappings = {
    _meta: { relevance: { language: 'zh' } },
    properties: {
      title: {
        type: 'text',
        analyzer: 'ik_max',
        search_analyzer: 'ik_smart',
        fields: { raw: { type: 'keyword' } },
      },
      body: { type: 'text' },
      author: { properties: { name: { type: 'text', analyzer: 'cjk' } } },
      vector: { type: 'dense_vector' },
    },
  };

  test('fields come by full path with the analyzer they are searched with', () => {
    expect([...mappedFields(mappings, { analyzer: { default: { type: 'cjk' } } })]).toEqual([
      ['title', { type: 'text', analyzer: 'ik_smart' }],
      ['title.raw', { type: 'keyword', analyzer: null }],
      ['body', { type: 'text', analyzer: 'default' }],
      ['author.name', { type: 'text', analyzer: 'cjk' }],
      ['vector', { type: 'dense_vector', analyzer: null }],
    ]);
    expect(mappedFields(mappings, {}).get('body')?.analyzer).toBe('standard');
  });

  test('an alias says what its indices agree on', () => {
    const index = (properties: object, cut: 'word' | 'bigram') =>
      describeIndex('i', {
        kind: 'index',
        mappings: { ...mappings, properties },
        fields: mappedFields({ properties }, {}),
        cuts: new Map([['standard', cut]]),
      });
    const alias = describeSeveral('a', 'alias', [
      index(
        { same: { type: 'long' }, text: { type: 'text' }, mixed: { type: 'text' }, first: { type: 'text' } },
        'word',
      ),
      index({ same: { type: 'long' }, text: { type: 'text' }, mixed: { type: 'keyword' } }, 'bigram'),
    ]);
    expect(Object.fromEntries(alias.fields)).toEqual({
      same: { type: 'long', analyzer: null, hanCut: null },
      text: { type: 'text', analyzer: 'standard', hanCut: null },
      first: { type: 'text', analyzer: 'standard', hanCut: 'word' },
    });
    expect(alias.meta).toEqual({ language: 'zh' });
  });

  test.each([
    [
      'one encoder, told with other floors and templates',
      [
        { encoder: 'a@1', vector: 'v', similarity: 0.4, template: '{title}' },
        { vector: 'v', encoder: 'a@1', similarity: 0.5 },
      ],
      { encoder: 'a@1', vector: 'v', similarity: 0.5 },
    ],
    [
      'two encoders',
      [
        { encoder: 'a@1', vector: 'v' },
        { encoder: 'b@1', vector: 'v' },
        { encoder: 'a@1', vector: 'v' },
      ],
      { encoder: 'a@1 and b@1', vector: 'v' },
    ],
    ['an encoder and none', [{}, { encoder: 'a@1', vector: 'v' }], { encoder: 'none and a@1' }],
    ['nothing', [], {}],
  ])('an alias of indices whose vectors come from %s', (_, metas, agreed) => {
    const indices = metas.map((meta) => ({ name: 'i', kind: 'index' as const, fields: new Map(), meta }));
    expect(describeSeveral('a', 'alias', indices).meta).toEqual(agreed);
  });
});
