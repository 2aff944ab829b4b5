import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { searchTarget } from '../../../src/search-api/target.ts';

const target = (method: string, url: string, headers: string[] = []) => searchTarget(method, url, headers);

describe('a search on named indices', () => {
  test.each([
    ['GET', '/products/_search', ['products']],
    ['POST', '/products/_search?size=3', ['products']],
    ['POST', '/a,b/_search', ['a', 'b']],
    ['POST', '/a%2Cb/_search', ['a', 'b']],
    ['POST', '/%E5%95%86%E5%93%81/_search', ['商品']],
    ['POST', '/products/_search/', ['products']],
    ['POST', '/products/_msearch', ['products']],
    ['POST', '/_msearch', []],
  ])('%s %s', (method, url, indices) => {
    expect(target(method, url)).toMatchObject({ indices, bypass: null });
  });

  test('keeps path and query string raw', () => {
    expect(target('GET', '/%E5%95%86/_search?q=a+b&&x')).toMatchObject({
      path: '/%E5%95%86/_search',
      queryString: 'q=a+b&&x',
    });
  });

  test.each([
    ['PUT', '/products/_search'],
    ['HEAD', '/products/_search'],
    ['POST', '/_search'],
    ['POST', '/products/_search/template'],
    ['POST', '/products/_count'],
    ['POST', '/products/_async_search'],
    ['POST', '/_all/_search'],
    ['POST', '/prod*/_search'],
    ['POST', '/remote:products/_search'],
    ['POST', '/-products/_search'],
    ['POST', '/a,-b/_search'],
    ['POST', '/%3Clogs-%7Bnow%2Fd%7D%3E/_search'],
    ['POST', '/products%2f_search/_search'],
    ['POST', '//products/_search'],
    ['POST', '/products//_search'],
    ['POST', '/a/../_search'],
    ['POST', '/../_search'],
    ['POST', '/%2e%2e/_search'],
    ['POST', '/a%2eb/_search'],
    ['POST', '/%61/_search'],
    ['POST', '/é/_search'],
    ['POST', '/a%5cb/_search'],
    ['POST', '/a%3Ab/_search'],
    ['POST', '/a,/_search'],
    ['POST', '/a/_search#x'],
    ['POST', '/a/%5Fsearch'],
    ['POST', '/%C0%AE/_search'],
    ['POST', '/a;b/_search'],
    ['POST', '/a\\b/_search'],
    ['POST', '/.kibana/_search'],
    ['POST', '/%ff/_search'],
    ['POST', '/a%00b/_search'],
    ['POST', 'http://elsewhere/products/_search'],
    ['POST', '*'],
    ['POST', ''],
  ])('%s %s is not one', (method, url) => {
    expect(target(method, url)).toBeUndefined();
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        target('POST', `/${text}/_search`);
        target('POST', text);
      }),
    );
  });
});

describe('media types', () => {
  test.each([
    ['application/json', null],
    ['application/json; charset=utf-8', null],
    ['application/vnd.elasticsearch+json; compatible-with=8', null],
    ['application/vnd.elasticsearch+json;compatible-with=9', null],
    ['application/yaml', 'media_type'],
    ['application/json; charset=utf-16', 'media_type'],
    ['application/json, application/json', 'media_type'],
    ['', 'media_type'],
    ['application/cbor', 'media_type'],
    ['application/x-ndjson', 'media_type'],
    ['text/plain', 'media_type'],
  ])('a _search body in %s', (type, bypass) => {
    expect(target('POST', '/a/_search', ['Content-Type', type])?.bypass).toBe(bypass);
  });

  test.each([
    ['application/x-ndjson', null],
    ['application/json', null],
    ['application/vnd.elasticsearch+x-ndjson; compatible-with=9', null],
    ['text/plain', 'media_type'],
  ])('an _msearch body in %s', (type, bypass) => {
    expect(target('POST', '/a/_msearch', ['content-type', type])?.bypass).toBe(bypass);
  });

  test.each([
    ['*/*', null],
    ['application/json, text/plain, */*', null],
    ['text/plain', 'media_type'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'media_type'],
    ['application/vnd.elasticsearch+json; compatible-with=8,text/plain', null],
    ['application/yaml', 'media_type'],
    ['application/cbor', 'media_type'],
  ])('an answer in %s', (type, bypass) => {
    expect(target('GET', '/a/_search', ['Accept', type])?.bypass).toBe(bypass);
  });

  test.each([
    [['Content-Length', '2'], 'media_type'],
    [['Transfer-Encoding', 'chunked'], 'media_type'],
    [['Content-Length', '0'], null],
    [['Content-Type', 'application/json', 'content-type', 'application/json'], 'media_type'],
  ])('a body without one type: %j', (headers, bypass) => {
    expect(target('POST', '/a/_search', headers)?.bypass).toBe(bypass);
  });
});
