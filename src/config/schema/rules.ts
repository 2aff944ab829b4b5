import { z } from 'zod';
import { filePath, section } from './section.ts';

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
