import { type Command, InvalidArgumentError } from 'commander';
import { CommandError } from '../command.ts';
import type { SourceRecord } from './records.ts';

/** One of several parts of a work, so that machines can share it. */
export interface Slice {
  /** From 0. */
  readonly id: number;
  /** How many parts there are, two at least. */
  readonly max: number;
}

/** What commander hands over of {@link withSliceOptions}. */
export interface SliceArguments {
  readonly slice?: { readonly part: number; readonly of: number | undefined };
  readonly slices?: number;
}

const MOST = 1024;

/** Adds `--slice i/n`, which may also be said as `--slice i --slices n`. */
export function withSliceOptions(command: Command): Command {
  return command
    .option(
      '--slice <i/n>',
      'only the i-th of n parts, such as 1/4: run one on each of n machines',
      (text: string) => {
        const [, part = '', parts] = /^(\d{1,4})(?:\/(\d{1,4}))?$/.exec(text) ?? [];
        if (part === '') throw new InvalidArgumentError('expected i/n, such as 1/4.');
        return { part: Number(part), of: parts === undefined ? undefined : Number(parts) };
      },
    )
    .option('--slices <n>', 'how many parts there are, where --slice says i alone', (text: string) => {
      const parts = Number(text);
      if (Number.isInteger(parts) && parts >= 1 && parts <= MOST) return parts;
      throw new InvalidArgumentError(`expected 1 to ${MOST}.`);
    });
}

/** The part that was asked for; undefined for all of it. @throws CommandError where the two do not make one */
export function sliceOf({ slice, slices }: SliceArguments): Slice | undefined {
  if (slice === undefined && slices === undefined) return undefined;
  const max = slice?.of ?? slices;
  if (slice === undefined || max === undefined || (slices !== undefined && slices !== max))
    throw new CommandError('--slices and --slice go together: --slice 1/4, or --slices 4 --slice 1', 2);
  if (slice.part < 1 || slice.part > max || max > MOST)
    throw new CommandError(`--slice: expected 1/${max} to ${max}/${max}`, 2);
  // Elasticsearch wants two parts at least.
  return max === 1 ? undefined : { id: slice.part - 1, max };
}

/** `2-of-4`, for names of files. */
export function sliceName({ id, max }: Slice): string {
  return `${id + 1}-of-${max}`;
}

/** The records of one part: every n-th line, wherever reading begins. */
export async function* recordsOf(
  records: AsyncIterable<SourceRecord>,
  slice: Slice | undefined,
): AsyncGenerator<SourceRecord> {
  for await (const record of records)
    if (slice === undefined || record.line % slice.max === slice.id) yield record;
}
