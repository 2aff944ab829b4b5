import type { Config } from '../config/schema.ts';
import type { RuleFault } from '../rules/expansion.ts';
import type { RuleText } from '../rules/rule-reader.ts';
import { openRuleSet, type ProgramOf, type RuleFileSummary } from '../rules/rule-set.ts';
import type { SegmenterParts } from '../segmenter/lattice-segmenter.ts';
import { type BuiltRules, buildRules, type RuleJob, type SegmenterOf } from './build-rules.ts';
import { byOwnWords, type Vocabularies, withoutWords } from './index-words.ts';
import { inSlices } from './in-slices.ts';
import { foldersElsewhere, type RuleOrigin, sizeOf } from './rule-origin.ts';
import { tokeniserOf } from './rule-tokeniser.ts';
import { buildInThread } from './thread.ts';

/** Smaller files are read sooner between requests than a thread starts: some thousand rules. */
const SMALL_BYTES = 256 * 1024;

/** Rule files as they were read at one moment. */
export interface LoadedRules {
  readonly programOf: ProgramOf;
  /** Changes with any byte of any file. */
  readonly version: string;
  readonly files: readonly RuleFileSummary[];
  /** Ids of common rules, in the order of their files; those of the first rules where there are many. */
  readonly ids: readonly string[];
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
}

/** How rules are read, by a configuration. */
export interface RuleReading {
  readonly rules: Omit<Config['rules'], 'source'>;
  /** Where the files come from now. */
  readonly origin: () => RuleOrigin;
  readonly segmenterOf: SegmenterOf;
  /** Words of the documents of indices, where something tells. */
  readonly vocabularies: () => Vocabularies;
  /** What these segmenters are made of, by index; undefined is every index without dictionaries of its own. */
  readonly segmenters: () => ReadonlyMap<string | undefined, SegmenterParts>;
}

/** Reads all rule files; what is sound in faulty files is there, beside what is wrong. */
export async function loadRules(reading: RuleReading): Promise<LoadedRules> {
  const origin = reading.origin();
  const dictionaryFolders = [reading.rules.folder, ...foldersElsewhere(origin)];
  const built = await build({ origin, settings: reading.rules, dictionaryFolders }, reading);
  const vocabularies = reading.vocabularies();
  const { programs: read, ...about } = built;
  const programs = byOwnWords(read, vocabularies);
  const programOf = await inSlices(
    openRuleSet({ programs }, (index) => {
      const segmenter = reading.segmenterOf(index);
      return {
        tokenise: tokeniserOf(segmenter),
        words: (text) => segmenter.words(text),
        vocabulary: index === undefined ? undefined : vocabularies.get(index),
      };
    }),
  );
  return { programOf, ...about, warnings: [...about.warnings, ...withoutWords(programs, vocabularies)] };
}

/** Checks one text as if it stood in a file of that name, without putting it into force. */
export async function checkRules(
  text: RuleText,
  reading: RuleReading,
): Promise<Pick<LoadedRules, 'errors' | 'warnings'>> {
  const origin = { read: { texts: [text], errors: [], warnings: [] } };
  const job = { origin, settings: reading.rules, dictionaryFolders: [reading.rules.folder] };
  const { errors, warnings } = await build(job, reading);
  return { errors, warnings };
}

/** Between requests where that is soon done, else in a thread. */
async function build(job: RuleJob, { segmenterOf, segmenters }: RuleReading): Promise<BuiltRules> {
  if ((await sizeOf(job.origin)) <= SMALL_BYTES) return buildRules(job, segmenterOf);
  return buildInThread({ job, segmenters: segmenters() });
}
