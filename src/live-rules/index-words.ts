import type { RuleFault } from '../rules/expansion.ts';
import { isForAll, type PackedProgram } from '../rules/packed-program.ts';
import type { Vocabulary } from '../rules/word-break/vocabulary.ts';

type Programs = ReadonlyMap<string | undefined, readonly PackedProgram[]>;

/** The words of indices, by name. */
export type Vocabularies = ReadonlyMap<string, Vocabulary>;

/** The same, with the files for every index by themselves for those whose own words they ask for. */
export function byOwnWords(programs: Programs, vocabularies: Vocabularies): Programs {
  const common = programs.get(undefined) ?? [];
  if (common.every(isForAll)) return programs;
  const own = [...vocabularies.keys()].filter((index) => !programs.has(index));
  return new Map([...programs, ...own.map((index) => [index, common] as const)]);
}

/** Files that ask for the words of indices of which nobody knows them; `programs` as {@link byOwnWords} gives them. */
export function withoutWords(programs: Programs, vocabularies: Vocabularies): readonly RuleFault[] {
  const known = new Set<PackedProgram>();
  const asking = new Set<PackedProgram>();
  for (const [index, files] of programs) {
    for (const packed of files) {
      if (isForAll(packed)) continue;
      asking.add(packed);
      if (index !== undefined && vocabularies.has(index)) known.add(packed);
    }
  }
  return [...asking].flatMap((packed) =>
    packed.kind !== 'word-break' || known.has(packed)
      ? []
      : [{ file: packed.file, line: packed.line, message: NO_DICTIONARY }],
  );
}

const NO_DICTIONARY =
  'no compound is known before "relevance dictionary build" made a dictionary of the index: nothing is split or joined';
