import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { curlOf, type CurlSearch } from '../../../src/console/parts/search/curl.ts';
import { parseContext } from '../../../src/http/context-header.ts';

const SEARCH: CurlSearch = {
  url: 'http://127.0.0.1:9600',
  index: 'products',
  body: '{\n  "query": {}\n}',
  pipeline: 'default',
  context: {},
  authorized: false,
};

/** The words that a shell makes of the command. */
function wordsOf(command: string, env: Record<string, string> = {}): readonly string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

test('a shell sends what an app would', () => {
  expect(wordsOf(curlOf(SEARCH))).toEqual([
    'http://127.0.0.1:9600/products/_search',
    '-H',
    'Content-Type: application/json',
    '-H',
    'Relevance-Pipeline: default',
    '--data-raw',
    SEARCH.body,
  ]);
});

test('nothing that a search holds becomes a command', () => {
  const hostile = String.raw`'; touch x; '$(touch x)` + '`touch x`"\\\n$HOME !! \u2028 手机';
  const context = { device: hostile.replaceAll('\n', ' ') };
  const words = wordsOf(curlOf({ ...SEARCH, index: hostile, body: hostile, pipeline: hostile, context }));
  expect(words).toHaveLength(9);
  expect(words[0]).toBe(`http://127.0.0.1:9600/${encodeURIComponent(hostile)}/_search`);
  expect(words[4]).toBe(`Relevance-Pipeline: ${hostile}`);
  expect(words.at(-1)).toBe(hostile);
  const header = words[6]!.replace('Relevance-Context: ', '');
  expect(parseContext(header)).toEqual(new Map(Object.entries(context)));
});

test('who the caller is stays out of it: the shell puts it in', () => {
  const command = curlOf({ ...SEARCH, authorized: true, pipeline: '' });
  expect(wordsOf(command, { ELASTICSEARCH_AUTHORIZATION: 'ApiKey abc' })).toContain(
    'Authorization: ApiKey abc',
  );
});
