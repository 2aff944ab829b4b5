import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ModelFile, writeModel } from '../../../../../src/stages/understand/model/model-file.ts';
import { shuffle } from '../../../../../src/stages/understand/model/shuffle.ts';

const numbers = Uint32Array.from([1, 2, 2 ** 32 - 1]);
const floats = Float32Array.from([0.5, -1e10]);
const letters = Uint8Array.from([7, 8, 9]);
const file = writeModel({ kind: 'test', classes: ['一', 'b'] }, { letters, numbers, floats });

describe('ModelFile', () => {
  test('gives back what was written, wherever the bytes start', () => {
    const moved = Buffer.alloc(file.length + 3);
    file.copy(moved, 3);
    for (const bytes of [file, moved.subarray(3)]) {
      const read = new ModelFile(bytes, 'test');
      expect(read.about).toEqual({ kind: 'test', classes: ['一', 'b'] });
      expect(read.words32('numbers')).toEqual(numbers);
      expect(read.floats('floats')).toEqual(floats);
      expect(read.bytes('letters')).toEqual(letters);
    }
  });

  test('takes arrays of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint32Array(), (small, large) => {
        const read = new ModelFile(writeModel({ kind: 'x' }, { small, large }), 'x');
        expect(read.bytes('small')).toEqual(small);
        expect(read.words32('large')).toEqual(large);
      }),
    );
  });

  const header = (text: string): Buffer => {
    const bytes = Buffer.alloc(12 + text.length);
    bytes.write('RGMODEL1', 'latin1');
    bytes.writeUInt32LE(text.length, 8);
    bytes.write(text, 12, 'latin1');
    return bytes;
  };
  test.each([
    ['nothing', Buffer.alloc(0), 'not a model file'],
    ['something else', Buffer.from('PK something else altogether'), 'not a model file'],
    ['its first bytes', file.subarray(0, 10), 'cut short'],
    ['half a header', file.subarray(0, 40), 'cut short'],
    ['half its arrays', file.subarray(0, file.length - 8), 'cut short'],
    ['a header that is no JSON', header('{"version":'), 'damaged'],
    ['a header without a model', header('{"version":1}'), 'damaged'],
    ['null', header('null'), 'damaged'],
    ['another version', header('{"version":9,"about":{"kind":"test"},"sections":{}}'), 'version 9'],
    ['another kind', header('{"version":1,"about":{"kind":"cat"},"sections":{}}'), 'for cat, not for test'],
    [
      'a place before the file',
      header('{"version":1,"about":{"kind":"test"},"sections":{"a":{"offset":-8,"bytes":8}}}'),
      'damaged',
    ],
    [
      'a place that is no number',
      header('{"version":1,"about":{"kind":"test"},"sections":{"a":{"offset":"0","bytes":8}}}'),
      'damaged',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => new ModelFile(bytes, 'test')).toThrow(message);
  });

  test('refuses arrays that are not there, or of another type', () => {
    const read = new ModelFile(file, 'test');
    expect(() => read.bytes('toString')).toThrow('no "toString"');
    expect(() => read.floats('letters')).toThrow('damaged');
  });

  test('refuses damaged bytes with an error of ours, or reads them', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, value) => {
        const bytes = Buffer.from(file);
        bytes[at] = value;
        try {
          new ModelFile(bytes, 'test').words32('numbers');
        } catch (error) {
          expect(error).toHaveProperty('code', 'config_invalid');
        }
      }),
    );
  });
});

describe('shuffle', () => {
  test('keeps all numbers, and gives the same order for the same seed', () => {
    const order = (seed: number): Uint32Array => {
      const numbers = Uint32Array.from({ length: 50 }, (_, at) => at);
      shuffle(numbers, seed);
      return numbers;
    };
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(3).toSorted()).toEqual(Uint32Array.from({ length: 50 }, (_, at) => at));
  });
});
