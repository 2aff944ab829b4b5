import { rangesOfBio } from '../../stages/understand/tag/labels.ts';
import type { TagExample } from '../../stages/understand/tag/train-tagger.ts';
import { readExamples } from '../examples.ts';

/**
 * `{"text", "tags"}`, one a line: a BIO label for each character (`B-brand`, `I-brand`, `O`); other keys do not
 * matter.
 * @throws CommandError for a file that cannot be read or has a faulty line
 */
export function readTagExamples(file: string): readonly TagExample[] {
  return readExamples(file, '{"text": "…", "tags": ["B-brand", "O", …]}, a label a character', read);
}

function read({ text, tags }: Readonly<Record<string, unknown>>): TagExample | undefined {
  if (typeof text !== 'string' || !Array.isArray(tags)) return undefined;
  if (tags.length !== Array.from(text).length || !tags.every((tag) => typeof tag === 'string'))
    return undefined;
  const ranges = rangesOfBio(tags as readonly string[]);
  return ranges === undefined ? undefined : { text, ranges };
}
