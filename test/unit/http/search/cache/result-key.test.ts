import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resultKey } from '../../../../../src/http/search/cache/result-key.ts';
import type { SearchToImprove } from '../../../../../src/http/search/looked.ts';
import { searchTarget } from '../../../../../src/search-api/target.ts';

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly version?: string;
  readonly pipeline?: string;
}

function keyOf(asked: Asked = {}): string | undefined {
  const { path = '/shop/_search', method = 'POST', headers = ['Authorization', 'Basic a'] } = asked;
  const search = {
    target: searchTarget(method, path, headers)!,
    headers,
    body: Buffer.from(asked.body ?? '{"query":{"match":{"title":"red"}}}'),
    plan: { version: asked.version ?? 'v1' },
    pipeline: { name: asked.pipeline ?? 'default' },
  };
  return resultKey(search as unknown as SearchToImprove);
}

describe('the key of a result', () => {
  test.each<[string, Asked]>([
    ['credential', { headers: ['Authorization', 'Basic b'] }],
    ['no credential', { headers: [] }],
    ['run-as', { headers: ['Authorization', 'Basic a', 'es-security-runas-user', 'bob'] }],
    ['secondary', { headers: ['Authorization', 'Basic a', 'es-secondary-authorization', 'ApiKey c'] }],
    ['cookie', { headers: ['Authorization', 'Basic a', 'Cookie', 'session=1'] }],
    ['header of somebody’s proxy', { headers: ['Authorization', 'Basic a', 'X-Proxy-User', 'bob'] }],
    ['media type', { headers: ['Authorization', 'Basic a', 'Accept', 'application/json'] }],
    ['context', { headers: ['Authorization', 'Basic a', 'Relevance-Context', 'tenant=a'] }],
    ['index', { path: '/shop2/_search' }],
    ['parameter', { path: '/shop/_search?preference=a' }],
    ['method', { method: 'GET' }],
    ['body', { body: '{"query":{"match":{"title":"blue"}}}' }],
    ['version of rules and configuration', { version: 'v2' }],
    ['pipeline', { pipeline: 'other' }],
  ])('differs by %s', (_what, asked) => {
    expect(keyOf(asked)).toBeDefined();
    expect(keyOf(asked)).not.toBe(keyOf());
  });

  test.each([
    ['what one request is called', ['X-Opaque-Id', '7']],
    ['a trace', ['traceparent', '00-a-b-01']],
    ['how the answer is packed', ['Accept-Encoding', 'gzip']],
    ['who made the client', ['User-Agent', 'curl']],
  ])('does not differ by %s', (_what, more) => {
    expect(keyOf({ headers: ['Authorization', 'Basic a', ...more] })).toBe(keyOf());
  });

  test('does not differ by the order and case of headers', () => {
    const pairs = [
      ['Authorization', 'Basic a'],
      ['Accept', 'application/json'],
    ];
    expect(keyOf({ headers: pairs.flat() })).toBe(
      keyOf({ headers: pairs.toReversed().flatMap(([name, value]) => [name!.toUpperCase(), value!]) }),
    );
  });

  test.each<[string, Asked]>([
    ['request_cache=false', { path: '/shop/_search?request_cache=false' }],
    ['Cache-Control', { headers: ['Cache-Control', 'max-age=0, no-cache'] }],
    ['an explanation', { headers: ['Relevance-Debug', 'explain'] }],
    ['several searches in one', { path: '/shop/_msearch' }],
  ])('there is none for %s', (_what, asked) => {
    expect(keyOf(asked)).toBeUndefined();
  });

  test('headers and bodies that run into one another are told apart', () => {
    const text = fc.stringMatching(/^[a-z",:[\]\\]{0,6}$/);
    const some = fc.record({ name: fc.constantFrom('x-a', 'x-b', 'x-ab'), value: text, body: text });
    fc.assert(
      fc.property(some, some, (one, other) => {
        const of = ({ name, value, body }: typeof one): string | undefined =>
          keyOf({ headers: [name, value], body });
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(of(one) === of(other)).toBe(same);
      }),
    );
  });
});
