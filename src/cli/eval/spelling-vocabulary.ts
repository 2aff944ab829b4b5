import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dictionaryFile } from '../../composition/catalogues.ts';
import { dictionaryOf } from '../../composition/dictionary-of.ts';
import { openDictionaries } from '../../composition/dictionaries.ts';
import { foldsOf } from '../../evaluation/cross-validation.ts';
import type { SpellingPair } from '../../evaluation/spelling.ts';
import { sameQuery } from '../../evaluation/spelling.ts';
import { CatalogueCollector } from '../../stages/understand/catalogue/build/collector.ts';
import type { CatalogueDictionary } from '../../stages/understand/catalogue/catalogue-dictionary.ts';
import { openDictionary } from '../../stages/understand/catalogue/open-dictionary.ts';
import { CommandError } from '../command.ts';
import { buildDictionary } from '../dictionary/build-dictionary.ts';
import { catalogueFields } from '../dictionary/fields.ts';
import { settings } from '../settings.ts';
import { SILENT } from '../silent.ts';
import { openEngine } from '../target.ts';

/** Where the words of a catalogue come from; from nowhere where neither is given. */
export interface VocabularyArguments {
  readonly index?: string;
  readonly vocabulary?: 'half';
  readonly es?: string;
  readonly config?: string;
}

/** Rows that are measured with one dictionary, or without any. */
export interface SpellingPart {
  readonly pairs: readonly SpellingPair[];
  readonly dictionary: CatalogueDictionary | undefined;
}

/** Which texts are in which half is decided by lot, the same for every run. */
const SEED = 1;

/**
 * The rows with their dictionaries: that of an index for all of them, or, for each half of the intended texts, one of
 * the other half, so that no row is measured with a dictionary that has read what was intended.
 * @throws CommandError where both are asked for, or where there is only one text
 */
export async function spellingParts(
  pairs: readonly SpellingPair[],
  args: VocabularyArguments,
): Promise<readonly SpellingPart[]> {
  if (args.vocabulary === undefined) return [{ pairs, dictionary: await dictionaryOfIndex(args) }];
  if (args.index !== undefined) throw new CommandError('give --index or --vocabulary, not both', 2);
  const halves = foldsOf(pairs, { keyOf: ({ intended }) => sameQuery(intended), folds: 2, seed: SEED });
  if (halves.length < 2) throw new CommandError('--vocabulary half needs two different intended texts', 2);
  const { segmenterOf, weightToCut } = await openDictionaries(settings(args).config, SILENT);
  const segmenter = segmenterOf(undefined);
  return halves.map((half) => {
    const measured = new Set(half);
    const collector = new CatalogueCollector(segmenter);
    const texts = new Set(pairs.filter((_, at) => !measured.has(at)).map(({ intended }) => intended));
    for (const text of texts) collector.document([text], []);
    const { documents, queries } = collector;
    const { bytes } = dictionaryOf(collector, {
      segmenter,
      weightOf: weightToCut,
      origin: { index: null, builtAt: new Date().toISOString(), documents, queries },
    });
    return { pairs: half.map((at) => pairs[at]!), dictionary: openDictionary(bytes) };
  });
}

/** The dictionary that the gateway would use; where there is none yet, one that is built for this run. */
async function dictionaryOfIndex(args: VocabularyArguments): Promise<CatalogueDictionary | undefined> {
  const { index } = args;
  if (index === undefined) return undefined;
  const { config } = settings(args);
  const file = dictionaryFile(config, index);
  if (existsSync(file)) return openDictionary(readFileSync(file));
  const folder = mkdtempSync(join(tmpdir(), 'relevance-eval-'));
  const { segmenterOf, weightToCut } = await openDictionaries(config, SILENT);
  const target = await openEngine(args);
  try {
    const out = join(folder, 'dictionary.bin');
    await buildDictionary({
      index: {
        client: target.client,
        name: index,
        fields: await catalogueFields(target.client, index),
      },
      log: undefined,
      out,
      segmenter: segmenterOf(index),
      weightToCut,
      onProgress: () => undefined,
    });
    return openDictionary(readFileSync(out));
  } finally {
    await target.close();
    rmSync(folder, { recursive: true });
  }
}
