import { WORDS } from '../../domain/word-fields.ts';
import { thousands } from '../progress-bar.ts';
import type { EmbedResult } from './embed-index.ts';

/** What a run was asked to do. */
interface Part {
  readonly index: string;
  readonly dryRun?: true | undefined;
  /** The part of the index; undefined for all of it. */
  readonly slice?: { readonly id: number; readonly max: number } | undefined;
}

/** Parts are as good as equal: ids decide. */
export function shareOf(missing: number, slice: Part['slice']): number {
  return Math.ceil(missing / (slice?.max ?? 1));
}

/** What was done, or would be, for people to read. */
export function embedText({ index, dryRun, slice }: Part, result: EmbedResult, seconds: number): string {
  const { encoder, missing, embedded, withoutText, changed, failed, faults, rate } = result;
  const lines = aboutOf(result);
  if (dryRun === true) {
    const own = shareOf(missing, slice);
    const here = slice === undefined ? '' : `, about ${thousands(own)} of them in this part`;
    const time = rate === 0 ? '' : `, ${Math.ceil(own / rate)} s at ${thousands(Math.round(rate))}/s`;
    lines.push(`${index}: ${thousands(missing)} documents to fill${here}${time}. Nothing was changed.`);
    return `${lines.join('\n')}\n`;
  }
  const what = encoder === null ? 'their words' : result.words.length > 0 ? 'vector and words' : 'a vector';
  const done = slice === undefined ? `${thousands(embedded)} of ${thousands(missing)}` : thousands(embedded);
  const part = slice === undefined ? '' : ` in this part, of ${thousands(missing)} in the whole index`;
  lines.push(`${index}: ${done} have ${what} now${part} (${seconds.toFixed(1)} s)`);
  if (withoutText > 0) lines.push(`  ${thousands(withoutText)} have nothing of what is read`);
  if (changed > 0) lines.push(`  ${thousands(changed)} were changed meanwhile: run it again for them`);
  if (failed > 0) lines.push(`  ${thousands(failed)} were refused:`);
  lines.push(...faults.map(({ id, reason }) => `    ${id}: ${reason}`));
  return `${lines.join('\n')}\n`;
}

function aboutOf({ encoder, field, template, words }: EmbedResult): string[] {
  return [
    ...(encoder === null ? [] : [`${encoder} reads ${template}, vectors go to ${field}.`]),
    ...(words.length === 0 ? [] : [`Words of ${words.join(', ')} go to ${WORDS}.`]),
  ];
}
