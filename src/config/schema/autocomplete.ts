import { z } from 'zod';
import { section, whole } from './section.ts';

export const autocomplete = section({
  enabled: z
    .boolean()
    .default(true)
    .describe(
      'Whether `GET|POST /_relevance/<index>/suggest` answers, out of what `relevance dictionary build` wrote.',
    ),
  queries: z
    .enum(['checked', 'open', 'off'])
    .default('checked')
    .describe(
      'Who is offered what others searched for: `checked`, whoever may see a document with these words; `open`, everybody; `off`, nobody.',
    ),
  deadlineMs: whole(1, 10_000)
    .default(250)
    .describe(
      'How long the engine may take to say which texts the caller may see; later, only what is known already is offered.',
    ),
}).describe('Completions of what somebody types (docs/autocomplete.md).');
