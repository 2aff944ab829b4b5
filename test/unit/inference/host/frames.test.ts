import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeFrame,
  type Frame,
  frameReader,
  MOST_FRAME_BYTES,
} from '../../../../src/inference/host/frames.ts';

function read(chunks: readonly Buffer[]): readonly Frame[] {
  const frames: Frame[] = [];
  const take = frameReader((frame) => frames.push(frame));
  for (const chunk of chunks) take(chunk);
  return frames;
}

describe('frames', () => {
  test('come out as they went in, in whatever pieces they travel', () => {
    const numbers = fc.option(fc.float32Array({ minLength: 1, maxLength: 20 }), { nil: undefined });
    const frame = fc.record({ json: fc.jsonValue(), numbers });
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (frames, sizes) => {
          const bytes = Buffer.concat(frames.map((one) => encodeFrame(one.json, one.numbers)));
          const chunks: Buffer[] = [];
          for (let at = 0, n = 0; at < bytes.length; n++) {
            const size = sizes[n % sizes.length]!;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const expected = frames.map((one) => ({
            json: JSON.parse(JSON.stringify(one.json)) as unknown,
            numbers: one.numbers,
          }));
          expect(read(chunks)).toEqual(expected);
        },
      ),
    );
  });

  test.each([0, 3, MOST_FRAME_BYTES + 1, 2 ** 32 - 1])(
    'of %d bytes are refused before anything is kept',
    (length) => {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(length, 0);
      expect(() => read([head])).toThrow(RangeError);
    },
  );

  test('that hold no JSON are refused', () => {
    const bytes = encodeFrame('ab');
    bytes.write('x', 9);
    bytes.write('"', 8 + 1);
    expect(() => read([bytes])).toThrow(SyntaxError);
  });
});
