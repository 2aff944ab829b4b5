import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Segmenter } from '../domain/segmenter.ts';
import type { Tokenise } from '../rules/expansion.ts';
import type { RuleOptionsOf } from '../rules/rule-reader.ts';
import { readRuleSet, type RuleSet } from '../rules/rule-set.ts';
import { inSlices } from './in-slices.ts';
import { readOrigin, type RuleOrigin } from './rule-origin.ts';
import { readDictionaryText } from './rule-text.ts';
import { remembering, tokeniserOf } from './rule-tokeniser.ts';

/** What rules are built from; data, for whichever thread builds them. */
export interface RuleJob {
  readonly origin: RuleOrigin;
  readonly settings: Pick<Config['rules'], 'folder' | 'booleanInput' | 'ignoreCase' | 'boosts'>;
  /** Where dictionaries may lie that files name: what else the machine holds is not told by quoting it in faults. */
  readonly dictionaryFolders: readonly string[];
}

/** Rules that were read and checked, as data. */
export interface BuiltRules extends RuleSet {
  /** Changes with any byte of any file. */
  readonly version: string;
}

/** The segmenter with the dictionaries of an index or alias; undefined names none. */
export type SegmenterOf = (index: string | undefined) => Segmenter;

/** Reads, checks and packs all rule files; what is sound in faulty files is there, beside what is wrong. */
export async function buildRules(
  { origin, settings, dictionaryFolders }: RuleJob,
  segmenterOf: SegmenterOf,
): Promise<BuiltRules> {
  const folder = await readOrigin(origin);
  const dictionaries = new Map<string, string>();
  const readDictionary = (path: string): string | undefined => {
    const isInside = dictionaryFolders.some((one) => !relative(resolve(one), path).startsWith('..'));
    const text = isInside ? readDictionaryText(path) : undefined;
    if (text !== undefined) dictionaries.set(path, text);
    return text;
  };
  const set = await inSlices(readRuleSet(folder.texts, optionsOf(settings, { segmenterOf, readDictionary })));
  const texts = folder.texts.map(({ file, text }) => [file, text] as const);
  return {
    ...set,
    version: await inSlices(versionOf([...texts, ...dictionaries])),
    errors: [...folder.errors, ...set.errors],
    warnings: [...folder.warnings, ...set.warnings],
  };
}

/** Characters that are hashed at a time. */
const PIECE = 1 << 18;

function* versionOf(texts: readonly (readonly [file: string, text: string])[]): Generator<undefined, string> {
  const hash = createHash('sha256');
  for (const [file, text] of texts) {
    hash.update(`${file.length}:${file}${text.length}:`);
    for (let from = 0; from < text.length; from += PIECE) {
      hash.update(text.slice(from, from + PIECE));
      yield undefined;
    }
  }
  return hash.digest('hex').slice(0, 12);
}

interface Surroundings {
  readonly segmenterOf: SegmenterOf;
  readonly readDictionary: (path: string) => string | undefined;
}

function optionsOf(
  { folder, booleanInput, ignoreCase, boosts }: RuleJob['settings'],
  { segmenterOf, readDictionary }: Surroundings,
): RuleOptionsOf {
  /** One for each segmenter: files are read once for all indices whose words are cut alike. */
  const tokenisers = new Map<Segmenter, Tokenise>();
  return (index, file) => {
    const segmenter = segmenterOf(index);
    const tokenise = tokenisers.get(segmenter) ?? remembering(tokeniserOf(segmenter));
    tokenisers.set(segmenter, tokenise);
    return {
      tokenise,
      booleanInput,
      ignoreCase,
      multiplicative: boosts === 'multiplicative',
      readDictionary: (path) => readDictionary(resolve(dirname(folder), dirname(file), path)),
    };
  };
}
