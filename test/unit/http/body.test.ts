import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { decodeBody, readBody } from '../../../src/http/body.ts';

const requestOf = (): PassThrough & IncomingMessage =>
  new PassThrough() as unknown as PassThrough & IncomingMessage;

describe('reading a body', () => {
  test('gives the bytes as they came', async () => {
    const request = requestOf();
    const reading = readBody(request, 100);
    request.write('{"a":');
    request.end('1}');
    const { chunks, complete } = await reading;
    expect(complete).toBe(true);
    expect(Buffer.concat(chunks).toString()).toBe('{"a":1}');
  });

  test('past the limit nothing is lost: what came and what still waits are the whole body', async () => {
    const request = requestOf();
    const reading = readBody(request, 4);
    request.write('abcdef');
    request.write('ghi');
    const { chunks, complete } = await reading;
    expect(complete).toBe(false);
    request.end('jkl');
    const rest: Buffer[] = [];
    for await (const chunk of request) rest.push(chunk as Buffer);
    expect(Buffer.concat([...chunks, ...rest]).toString()).toBe('abcdefghijkl');
  });

  test('fails when the client goes away', async () => {
    const request = requestOf();
    const reading = readBody(request, 4);
    request.destroy();
    await expect(reading).rejects.toThrow('went away');
  });
});

describe('decoding a body', () => {
  const text = Buffer.from('{"query":{}}');
  test.each([
    ['no encoding', text, undefined],
    ['identity', text, 'identity'],
    ['gzip', gzipSync(text), 'gzip'],
    ['GZIP', gzipSync(text), ' GZIP '],
    ['deflate', deflateSync(text), 'deflate'],
  ])('%s', async (_name, bytes, encoding) => {
    expect(await decodeBody(bytes, encoding, 1000)).toEqual(text);
  });

  test.each([
    ['unknown', text, 'br'],
    ['nested', gzipSync(gzipSync(text)), 'gzip, gzip'],
    ['mislabelled', text, 'gzip'],
    ['a bomb', gzipSync(Buffer.alloc(5_000_000)), 'gzip'],
  ])('%s is not decoded', async (_name, bytes, encoding) => {
    expect(await decodeBody(bytes, encoding, 1_000_000)).toBeUndefined();
  });
});
