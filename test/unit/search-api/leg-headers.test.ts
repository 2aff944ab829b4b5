import { expect, test } from '@jest/globals';
import { legHeaders } from '../../../src/search-api/leg-headers.ts';

test('keeps what says who asks and how, byte for byte and in order', () => {
  const kept = [
    'AUTHORIZATION',
    'ApiKey  abc==',
    'es-security-runas-user',
    'anna',
    'es-secondary-authorization',
    'Basic x',
    'X-Opaque-Id',
    'app/1',
    'traceparent',
    '00-1-2-01',
    'Accept',
    'application/vnd.elasticsearch+json;compatible-with=9',
    'Content-Type',
    'application/vnd.elasticsearch+json; compatible-with=9',
    'x-elastic-client-meta',
    'es=9',
    'Warning',
    'a',
    'warning',
    'b',
  ];
  expect(legHeaders(kept)).toEqual(kept);
});

test.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authorization',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'Expect',
  'Host',
  'Content-Length',
  'Content-Encoding',
  'Accept-Encoding',
  'If-None-Match',
  'If-Modified-Since',
  'Range',
  'Relevance-Pipeline',
  'relevance-context',
])('drops %s', (name) => {
  expect(legHeaders([name, 'x', 'a', 'b'])).toEqual(['a', 'b']);
});

test('drops what Connection names', () => {
  expect(legHeaders(['Connection', 'close, X-Hop', 'x-hop', '1', 'x-end', '2'])).toEqual(['x-end', '2']);
});
