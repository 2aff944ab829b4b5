import { describe, expect, test } from '@jest/globals';
import { namedBy, traceparentOf } from '../../../src/domain/traceparent.ts';

const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

describe('a traceparent', () => {
  test('is written as W3C has it, and read back', () => {
    expect(traceparentOf(span)).toBe('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(namedBy(traceparentOf(span))).toEqual(span);
    expect(namedBy(traceparentOf({ ...span, traceFlags: 0 }))?.traceFlags).toBe(0);
  });

  test.each(['', '00', `01-${span.traceId}-${span.spanId}-01`, `00-${span.traceId}-${span.spanId}-0`])(
    '%j names nothing',
    (text) => {
      expect(namedBy(text)).toBeUndefined();
    },
  );
});
