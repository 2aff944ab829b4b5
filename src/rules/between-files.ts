import { Contradictions } from './common/contradictions.ts';
import type { RuleFault } from './expansion.ts';
import type { ReadRules } from './rule-reader.ts';
import type { Steps } from './source/steps.ts';
import { circlesAcross } from './synonyms/cycles.ts';

/** Each file has a bound of its own. */
const MOST_FAULTS = 1000;

/**
 * What is wrong among the files of one index and cannot be seen in one of them: an id that was given twice, synonyms
 * that lead back to themselves, a document that is pinned here and hidden there.
 */
export function* betweenFiles(files: readonly ReadRules[]): Steps<{
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}> {
  const errors: RuleFault[] = [];
  const warnings: RuleFault[] = [];
  const ids = new Map<string, { readonly file: string; readonly line: number }>();
  const contradictions = new Contradictions();
  for (const { file, read } of files) {
    for (const { line: place, id, placing } of read.outlines ?? []) {
      yield place;
      if (placing !== undefined)
        for (const { line, message, isFault } of contradictions.with(placing, file, 'other'))
          (isFault ? errors : warnings).push({ file, line, message });
      if (id === undefined) continue;
      const before = ids.get(id);
      ids.set(id, before ?? { file, line: place });
      if (before === undefined || before.file === file) continue;
      const elsewhere = `${before.file}, line ${before.line}`;
      const message = `the id "${id}" belongs to a rule of ${elsewhere}: give one of them another`;
      errors.push({ file, line: place, message });
    }
  }
  const mappings = files.map(({ read }) => read.mappings ?? []).filter(({ length }) => length > 0);
  if (mappings.length > 1) errors.push(...(yield* circlesAcross(mappings.flat())));
  return { errors: errors.slice(0, MOST_FAULTS), warnings: warnings.slice(0, MOST_FAULTS) };
}
