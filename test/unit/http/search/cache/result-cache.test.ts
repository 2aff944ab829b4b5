import { NOT_DEGRADED } from '../../../../../src/domain/degraded.ts';
import { describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Made,
  ResultCache,
  type SearchResult,
} from '../../../../../src/http/search/cache/result-cache.ts';

const { signal } = new AbortController();

const RESULT: SearchResult = {
  status: 200,
  headers: [],
  body: Buffer.from('{}'),
  queryHeaders: [],
  degraded: NOT_DEGRADED,
  shed: false,
  relaxed: null,
  candidates: 1,
  reports: [],
  complete: true,
};

const making =
  (result: Partial<SearchResult> = {}) =>
  async (): Promise<Made> => ({ kind: 'made', result: { ...RESULT, ...result } });

async function from(cache: ResultCache, key: string, make = making(), known = true): Promise<string> {
  return (await cache.find({ key, signal, known }, make)).from;
}

describe('a result cache', () => {
  test('gives out what it has for as long as it may', async () => {
    const cache = new ResultCache({ ttlMs: 40, bytes: 100_000 });
    expect([await from(cache, 'a'), await from(cache, 'a'), await from(cache, 'b')]).toEqual([
      'miss',
      'hit',
      'miss',
    ]);
    await sleep(60);
    expect(await from(cache, 'a')).toBe('miss');
  });

  test('gives nothing to those who are not known', async () => {
    const cache = new ResultCache({ ttlMs: 10_000, bytes: 100_000 });
    expect([await from(cache, 'a'), await from(cache, 'a', making(), false)]).toEqual(['miss', 'miss']);
  });

  test('keeps nothing that is not whole, and no bypass', async () => {
    const cache = new ResultCache({ ttlMs: 10_000, bytes: 100_000 });
    await from(cache, 'a', making({ complete: false }));
    await from(cache, 'b', async () => ({ kind: 'bypass', reason: 'no_hits' }));
    expect([await from(cache, 'a'), await from(cache, 'b')]).toEqual(['miss', 'miss']);
  });

  test('is bounded in bytes: what was asked for longest ago goes, and what is too large is not kept', async () => {
    const cache = new ResultCache({ ttlMs: 10_000, bytes: 30_000 });
    const large = making({ body: Buffer.alloc(10_000) });
    for (const key of ['a', 'b', 'c']) await from(cache, key, large);
    expect([await from(cache, 'b', large), await from(cache, 'c', large)]).toEqual(['hit', 'hit']);
    expect(await from(cache, 'a', large)).toBe('miss');
    await from(cache, 'huge', making({ body: Buffer.alloc(40_000) }));
    expect(await from(cache, 'huge')).toBe('miss');
  });

  test('forgets all when it is told to', async () => {
    const cache = new ResultCache({ ttlMs: 10_000, bytes: 100_000 });
    await from(cache, 'a');
    cache.clear();
    expect(await from(cache, 'a')).toBe('miss');
  });
});
