import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Options } from '../../../../../../src/stages/understand/correct/chinese/options.ts';

const MOST = 16;
const few = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 40 });

function filled(places: readonly (readonly number[])[]): Options {
  const options = new Options(places.length);
  places.forEach((gains, at) => {
    gains.forEach((gain, code) => options.add(at, code, code % 3, gain));
    options.close(at);
  });
  return options;
}

function read(options: Options, at: number): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (let one = options.first(at); one < options.first(at + 1); one += 1) {
    found.push([options.code(one), options.kind(one), options.gain(one)]);
  }
  return found;
}

describe('Options', () => {
  test('keeps the best of each place, of equal ones the first', () => {
    fc.assert(
      fc.property(fc.array(few, { maxLength: 5 }), (places) => {
        const options = filled(places);
        places.forEach((gains, at) => {
          const sorted = gains
            .map((gain, code) => [code, code % 3, gain] as const)
            .sort((a, b) => b[2] - a[2]);
          expect(read(options, at)).toEqual(sorted.slice(0, MOST));
        });
      }),
    );
  });

  test('takes those of a place of another run as they are', () => {
    fc.assert(
      fc.property(few, few, (one, two) => {
        const others = filled([one, two]);
        const options = new Options(1);
        options.addAll(others, 1);
        options.close(0);
        expect(read(options, 0)).toEqual(read(others, 1));
      }),
    );
  });
});
