import { z } from 'zod';
import { section, whole } from './section.ts';

const MEBIBYTE = 1024 * 1024;

function indexName(name: string): z.ZodDefault<z.ZodString> {
  return z
    .string()
    .regex(/^[a-z0-9][^\s\\/*?"<>|,#:A-Z]*$/, {
      error: 'must be the name of an index: no wildcard, no capitals',
    })
    .default(name);
}

export const events = section({
  sink: z
    .enum(['auto', 'off', 'file', 'index'])
    .default('auto')
    .describe(
      'Where what `POST /_relevance/events` takes goes: `file`, files in `events/` of `dataDir`; `index`, the two indices, written with `elasticsearch.account`; `off`, nothing is taken. `auto` is `file` on the embedded engine, else `off`.',
    ),
  eventsIndex: indexName('ubi_events').describe(
    'Clicks, views and other actions; made with a mapping when it is missing.',
  ),
  queriesIndex: indexName('ubi_queries').describe('Searches; made with a mapping when it is missing.'),
  spoolBytes: whole(MEBIBYTE, 1024 * 1024 * MEBIBYTE)
    .default(256 * MEBIBYTE)
    .describe(
      'Most bytes that a process keeps on disk; further events are answered with 429. With `file`, take files away before that.',
    ),
  flushMs: whole(50, 60_000)
    .default(1000)
    .describe('How long events may wait before they are sent to the indices.'),
}).describe('Clicks and views, to measure and to learn from (docs/events.md).');
