import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRecord } from '../../../src/events/record.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const read = (value: unknown) => readRecord(value, NOW);
const document = (value: unknown) => {
  const record = read(value);
  return 'document' in record ? record.document : record.reason;
};

describe('an event', () => {
  test('has an action; the time is now unless it says otherwise', () => {
    expect(read({ action_name: 'click', query_id: 'q1' })).toMatchObject({
      kind: 'event',
      document: { action_name: 'click', query_id: 'q1', timestamp: '2026-01-31T12:00:00.000Z' },
    });
    expect(document({ action_name: 'x', timestamp: '2018-11-13T20:20:39+00:00' })).toMatchObject({
      timestamp: '2018-11-13T20:20:39.000Z',
    });
    expect(document({ action_name: 'x', timestamp: 1_700_000_000_000 })).toMatchObject({
      timestamp: '2023-11-14T22:13:20.000Z',
    });
  });

  test('of version 1.0 has its place as an object, and an id may be a number', () => {
    const event_attributes = { object: { object_id: 7 }, position: { ordinal: { index: 3 } }, more: true };
    expect(document({ action_name: 'click', event_attributes })).toMatchObject({
      event_attributes: { object: { object_id: '7' }, position: { ordinal: 3 }, more: true },
    });
  });

  test('is a search where it has the words and an id', () => {
    expect(read({ query_id: 'q1', user_query: '手机壳' })).toMatchObject({ kind: 'query' });
  });

  test.each([
    [7, /object/],
    [null, /object/],
    [[], /object/],
    [{}, /action_name/],
    [{ query_id: 'q1' }, /user_query/],
    [{ action_name: 7 }, /\[action_name\] must be text/],
    [{ action_name: 'x'.repeat(101) }, /longer than 100/],
    [{ action_name: 'x', event_attributes: [] }, /\[event_attributes\]/],
    [{ action_name: 'x', timestamp: 'tomorrow' }, /\[timestamp\]/],
    [{ action_name: 'x', timestamp: 1e300 }, /\[timestamp\]/],
    [{ action_name: 'x', more: 'y'.repeat(20_000) }, /longer than 16384/],
    [{ action_name: 'x', a: [[[[[[[[[]]]]]]]]] }, /nested/],
  ])('%j is refused', (value, reason) => {
    expect(document(value)).toMatch(reason);
  });

  test('whatever it is, is taken or refused with a reason', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, time) => {
        for (const one of [value, { action_name: 'click', timestamp: time, event_attributes: value }]) {
          const record = read(one);
          if ('reason' in record) expect(record.reason).not.toBe('');
          else expect(Number.isNaN(Date.parse(String(record.document['timestamp'])))).toBe(false);
        }
      }),
    );
  });
});
