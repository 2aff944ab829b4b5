import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_DATE_FORMAT, dateFormat } from '../../../../src/embedded/mapping/date-format.ts';

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

describe('dateFormat', () => {
  // What Elasticsearch takes and refuses in a field with the default format.
  test.each([
    ['2020', '2020-01-01T00:00:00.000Z'],
    ['2020-03', '2020-03-01T00:00:00.000Z'],
    ['2020-01-01T10', '2020-01-01T10:00:00.000Z'],
    ['2020-01-01T10:00:00.123456789+0800', '2020-01-01T02:00:00.123Z'],
    ['1577836800000', '2020-01-01T00:00:00.000Z'],
    ['20200101', '1970-01-01T05:36:40.101Z'],
    ['2020-01-01 10:00:00', undefined],
    ['2020-1-1', undefined],
    ['2020-02-30', undefined],
    ['2020-01-01T24:00:00Z', undefined],
    ['yesterday', undefined],
  ])('%s → %s', (text, expected) => expect(iso(dateFormat(DEFAULT_DATE_FORMAT).parse(text))).toBe(expected));

  test.each([
    ['dd/MM/yyyy', '03/02/2020', '2020-02-03T00:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss', '2020-02-03 04:05:06', '2020-02-03T04:05:06.000Z'],
    ["yyyyMMdd'T'HHmmssXX", '20200203T040506+0100', '2020-02-03T03:05:06.000Z'],
    ['d MMM uuuu h:mm a', '3 Feb 2020 1:05 PM', '2020-02-03T13:05:00.000Z'],
    ['basic_date', '20200203', '2020-02-03T00:00:00.000Z'],
    ['epoch_second', '1577836800', '2020-01-01T00:00:00.000Z'],
  ])('%s reads %s', (pattern, text, expected) => expect(iso(dateFormat(pattern).parse(text))).toBe(expected));

  test('what a format writes it reads again', () => {
    const pattern = fc.constantFrom(
      'yyyy-MM-dd HH:mm:ss.SSS',
      'strict_date_optional_time',
      'epoch_millis',
      "d MMMM uuuu'T'HH:mm:ss:SSS",
      'date_time',
    );
    fc.assert(
      fc.property(pattern, fc.integer({ min: 0, max: 4e12 }), (name, ms) => {
        const format = dateFormat(name);
        expect(format.parse(format.format(ms))).toBe(ms);
      }),
    );
  });

  test('an unknown letter is refused when the mapping is made', () => {
    expect(() => dateFormat('yyyy-qq')).toThrow('Unknown pattern letter: q');
  });
});
