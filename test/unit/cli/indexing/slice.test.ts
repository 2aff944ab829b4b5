import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import {
  recordsOf,
  type Slice,
  type SliceArguments,
  sliceOf,
  withSliceOptions,
} from '../../../../src/cli/indexing/slice.ts';
import type { SourceRecord } from '../../../../src/cli/indexing/records.ts';

function asked(...args: readonly string[]): Slice | undefined {
  const command = withSliceOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  command.parse(args, { from: 'user' });
  return sliceOf(command.opts<SliceArguments>());
}

test.each([
  [[], undefined],
  [['--slice', '1/4'], { id: 0, max: 4 }],
  [['--slice', '4', '--slices', '4'], { id: 3, max: 4 }],
  [['--slice', '2/4', '--slices', '4'], { id: 1, max: 4 }],
  [['--slice', '1/1'], undefined],
])('%j', (args, expected) => {
  expect(asked(...args)).toEqual(expected);
});

test.each([
  [['--slices', '4'], '--slices 4 --slice 1'],
  [['--slice', '1'], '--slices 4 --slice 1'],
  [['--slice', '1/4', '--slices', '3'], 'go together'],
  [['--slice', '5/4'], 'expected 1/4 to 4/4'],
  [['--slice', '0/4'], 'expected 1/4 to 4/4'],
  [['--slice', 'a/b'], 'expected i/n'],
  [['--slice', '1', '--slices', '2000'], 'expected 1 to 1024'],
])('%j is refused with what to write', (args, message) => {
  expect(() => asked(...args)).toThrow(message);
});

test('parts do not overlap, are together all records, and do not depend on where reading begins', async () => {
  async function* lines(from: number): AsyncGenerator<SourceRecord> {
    for (let line = from; line < 20; line += 1)
      yield { line, end: line, nextLine: line + 1, json: Buffer.alloc(0) };
  }
  const linesOf = async (id: number, from: number): Promise<number[]> => {
    const found: number[] = [];
    for await (const { line } of recordsOf(lines(from), { id, max: 3 })) found.push(line);
    return found;
  };
  const parts = await Promise.all([0, 1, 2].map((id) => linesOf(id, 1)));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, at) => at + 1));
  expect(await linesOf(1, 10)).toEqual(parts[1]?.filter((line) => line >= 10));
});
