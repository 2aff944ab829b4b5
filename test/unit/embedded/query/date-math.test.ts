import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDate, floorDate, parseDate } from '../../../../src/embedded/query/date-math.ts';
import { SearchFault } from '../../../../src/embedded/query/fault.ts';

const now = Date.UTC(2024, 4, 17, 13, 45, 30, 123);

function iso(text: string, options: { roundUp?: boolean; format?: string; timeZone?: string } = {}): string {
  return new Date(parseDate(text, { now, roundUp: false, ...options })).toISOString();
}

describe('parseDate', () => {
  test.each([
    ['2024', '2024-01-01T00:00:00.000Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z'],
    ['2024-02-03T04:05', '2024-02-03T04:05:00.000Z'],
    ['2024-02-03T04:05:06.7+02:00', '2024-02-03T02:05:06.700Z'],
    ['1700000000000', '2023-11-14T22:13:20.000Z'],
    ['now/d', '2024-05-17T00:00:00.000Z'],
    ['now-1M/M', '2024-04-01T00:00:00.000Z'],
    ['now+1y-2h', '2025-05-17T11:45:30.123Z'],
    ['2024-01-31||+1M', '2024-02-29T00:00:00.000Z'],
    ['now/w', '2024-05-13T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });
  test('rounds up to the last millisecond', () => {
    expect(iso('now/d', { roundUp: true })).toBe('2024-05-17T23:59:59.999Z');
    expect(iso('2024-02-03', { roundUp: true })).toBe('2024-02-03T23:59:59.999Z');
    expect(iso('2024-02', { roundUp: true })).toBe('2024-02-01T23:59:59.999Z');
  });
  test('reads other formats and zones', () => {
    expect(iso('17/05/2024', { format: 'dd/MM/yyyy' })).toBe('2024-05-17T00:00:00.000Z');
    expect(iso('20240517', { format: 'basic_date' })).toBe('2024-05-17T00:00:00.000Z');
    expect(iso('1700000000', { format: 'epoch_second' })).toBe('2023-11-14T22:13:20.000Z');
    expect(iso('2024-05-17', { timeZone: '+02:00' })).toBe('2024-05-16T22:00:00.000Z');
  });
  test.each(['yesterday', '2024-13-01', 'now+1x', '2024-01-01||+1', ''])('refuses "%s"', (text) => {
    expect(() => iso(text)).toThrow(SearchFault);
  });
  test('gives back what it is given in ISO form', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
        expect(iso(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});

describe('floorDate and addDate', () => {
  test('a floor lies at or before its time, and the next one after it', () => {
    const unit = fc.constantFrom('y', 'q', 'M', 'w', 'd', 'h', 'm', 's');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), unit, (time, one) => {
        const floor = floorDate(time, one);
        expect(floor).toBeLessThanOrEqual(time);
        expect(addDate(floor, 1, one)).toBeGreaterThan(time);
        expect(floorDate(floor, one)).toBe(floor);
      }),
    );
  });
});
