import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readServerTiming, readStatus } from '../../../loadtest/answer-headers.ts';
import { applied, bypass, OFF, serverTiming, statusList } from '../../../src/search-api/status-header.ts';

describe('Relevance-Status', () => {
  test('of a search', () => {
    expect(readStatus(applied({ version: 'a1', degraded: ['rerank', 'knn'], relaxed: 'modifiers' }))).toEqual(
      [{ kind: 'applied', reason: null, degraded: ['rerank', 'knn'] }],
    );
    expect(readStatus(bypass('sort'))).toEqual([{ kind: 'bypass', reason: 'sort', degraded: [] }]);
    expect(readStatus(OFF)).toEqual([{ kind: 'off', reason: null, degraded: [] }]);
  });

  test('parameters that came later do not hide those that were known', () => {
    expect(readStatus('applied; cache=hit; degraded="rerank"; new; version="1"')).toEqual([
      { kind: 'applied', reason: null, degraded: ['rerank'] },
    ]);
  });

  test('what is no item is unreadable, after what could be read', () => {
    expect(readStatus('off, "text"').map(({ kind }) => kind)).toEqual(['off', 'unreadable']);
    expect(readStatus('applied; version="never ends')).toMatchObject([{ kind: 'unreadable' }]);
    expect(readStatus('')).toEqual([]);
  });

  const member = fc.oneof(
    fc
      .tuple(fc.string({ maxLength: 20 }), fc.subarray(['knn', 'rerank', 'fields']))
      .map(([version, degraded]) => ({ text: applied({ version, degraded }), kind: 'applied', degraded })),
    fc
      .constantFrom('sort', 'no_hits')
      .map((reason) => ({ text: bypass(reason), kind: 'bypass', degraded: [] as string[] })),
    fc.constant({ text: OFF, kind: 'off', degraded: [] as string[] }),
  );

  test('whatever the gateway writes is read back, item by item', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 8 }), (members) => {
        const read = readStatus(statusList(members.map(({ text }) => text)));
        expect(read.map(({ kind, degraded }) => ({ kind, degraded }))).toEqual(
          members.map(({ kind, degraded }) => ({ kind, degraded })),
        );
      }),
    );
  });

  test('members that stand for several count as many', () => {
    const items = Array.from({ length: 500 }, (_, at) => (at % 5 === 0 ? bypass('sort') : OFF));
    const kinds = readStatus(statusList(items)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'off')).toHaveLength(400);
    expect(kinds.filter((kind) => kind === 'bypass')).toHaveLength(100);
  });

  test('any text is read without an exception, in time', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readStatus(text)));
    fc.assert(fc.property(fc.stringMatching(/^[a-z;="\\, ]{0,60}$/), (text) => void readStatus(text)));
  });
});

describe('Server-Timing', () => {
  test('whatever the gateway writes is read back', () => {
    const stages = [
      { stage: 'segment', durationMs: 0.25 },
      { stage: 'lexical', durationMs: 12.5 },
    ];
    expect([...readServerTiming(serverTiming(stages, 13))]).toEqual([
      ['segment', 0.25],
      ['lexical', 12.5],
      ['total', 13],
    ]);
  });

  test('descriptions, quotes and metrics without a duration', () => {
    expect([...readServerTiming('miss, db;desc="a, b; dur=9";dur=53.2, cache;dur="3", x;dur=y')]).toEqual([
      ['db', 53.2],
      ['cache', 3],
    ]);
  });

  test('any text is read without an exception', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const milliseconds of readServerTiming(text).values())
          expect(milliseconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
