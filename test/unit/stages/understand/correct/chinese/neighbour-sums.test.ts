import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NeighbourSums } from '../../../../../../src/stages/understand/correct/chinese/neighbour-sums.ts';

const WIDTH = 16;
const byte = fc.integer({ min: -127, max: 127 });
const row = fc.array(byte, { minLength: WIDTH, maxLength: WIDTH });
const rows = fc.array(row, { minLength: 1, maxLength: 12 });

describe('NeighbourSums', () => {
  test('adds what the sums say in plain words', () => {
    fc.assert(
      fc.property(rows, row, rows, (tables, bias, out) => {
        const sums = new NeighbourSums({
          tables: Int8Array.from(tables.flat()),
          bias: Int16Array.from(bias),
          out: Int8Array.from(out.flat()),
        });
        tables.forEach((_, at) => sums.place(at, tables.length - 1 - at));
        sums.read(tables.length);
        out.forEach((_, at) => expect(sums.ask(at, at)).toBe(true));
        const found = Array.from(sums.score(out.length).subarray(0, out.length));

        const hidden = bias.map((start, unit) =>
          Math.max(
            0,
            tables.reduce((sum, one) => sum + one[unit]!, start),
          ),
        );
        expect(found).toEqual(
          out.map((one) => one.reduce((sum, value, unit) => sum + value * hidden[unit]!, 0)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('has room for as many rows as it says', () => {
    const sums = new NeighbourSums({
      tables: new Int8Array(WIDTH),
      bias: new Int16Array(WIDTH).fill(3),
      out: new Int8Array(WIDTH).fill(2),
    });
    sums.place(0, 0);
    sums.read(1);
    let asked = 0;
    while (sums.ask(asked, 0)) asked += 1;
    expect(asked).toBe(4096);
    expect(sums.score(asked)[asked - 1]).toBe(WIDTH * 3 * 2);
    expect(sums.score(0)).toHaveLength(4096);
  });
});
