import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordReader, RecordWriter } from '../../../../src/rules/source/records.ts';

test('gives what was written, in whatever order it is asked for, and keeps it', () => {
  const values = fc.array(fc.string({ unit: 'binary', maxLength: 2000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.array(fc.nat()), (written, order) => {
      const writer = new RecordWriter();
      expect(written.map((value) => writer.add([value]))).toEqual(written.map((_, at) => at));
      const reader = new RecordReader(structuredClone(writer.packed()), (record) => record);
      for (const any of order) {
        const number = any % written.length;
        expect(reader.at(number)).toEqual([written[number]]);
        expect(reader.at(number)).toBe(reader.at(number));
      }
    }),
  );
});

test('keeps no more than a bounded number of records as objects', () => {
  const writer = new RecordWriter();
  for (let number = 0; number < 70_000; number += 1) writer.add({ number });
  const reader = new RecordReader(writer.packed(), (record) => record);
  const first = reader.at(0);
  for (let number = 0; number < 70_000; number += 1) expect(reader.at(number)).toEqual({ number });
  expect(reader.at(0)).toEqual(first);
  expect(reader.at(0)).not.toBe(first);
});
