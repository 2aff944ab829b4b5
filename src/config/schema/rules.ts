import { z } from 'zod';
import { secret } from './secret.ts';
import { filePath, section, serviceUrl, whole } from './section.ts';

export const rules = section({
  folder: filePath()
    .default('rules')
    .describe(
      'Folder of rule files: `<folder>/<index>/…` for one index or alias, `<folder>/_all/…` for all. It need not exist.',
    ),
  watch: z
    .boolean()
    .default(true)
    .describe('Whether changed files come into force by themselves, usually within half a second.'),
  source: section({
    url: serviceUrl()
      .nullable()
      .default(null)
      .describe(
        'Where all replicas take their rule files from, in place of `folder`: JSON as `{"files": {"_all/common.rules.txt": "…"}}`, with an `ETag` at best.',
      ),
    authorization: secret().describe('`${NAME}` of the variable that holds what `Authorization` says there.'),
    index: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'The same out of an index: one document a file, with `path` (a keyword, `_all/common.rules.txt`) and `text`. Read with `elasticsearch.account`.',
      ),
    pollMs: whole(500, 3_600_000)
      .default(10_000)
      .describe('How often the source is asked, a fifth more or less, so that replicas do not ask together.'),
  }).describe('A shared place for the rules of many replicas (docs/rules.md).'),
  booleanInput: z
    .boolean()
    .default(false)
    .describe('Whether AND, OR, NOT and parentheses in inputs of common rules are operators.'),
  ignoreCase: z.boolean().default(true).describe('Whether `Shoe` matches `shoe`.'),
  boosts: z
    .enum(['additive', 'multiplicative'])
    .default('additive')
    .describe('Whether UP and DOWN add to scores or multiply them.'),
}).describe('Rules that search people write: synonyms, boosts, filters, pins, replacements.');
