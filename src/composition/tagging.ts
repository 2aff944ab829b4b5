import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../errors.ts';
import type { CatalogueDictionary } from '../stages/understand/catalogue/catalogue-dictionary.ts';
import { taggedValues } from '../stages/understand/tag/field-tags.ts';
import { readLexicon } from '../stages/understand/tag/lexicon.ts';
import { TagModel } from '../stages/understand/tag/tag-model.ts';
import { createTagger, type Tagger } from '../stages/understand/tag/tagger.ts';
import type { TaggerChoice } from '../stages/understand/tag.ts';

/** Colours, sizes, praise and grammar, in both languages. */
const LEXICON = fileURLToPath(new URL('../../dictionaries/tags.lexicon.txt', import.meta.url));

let shipped: ReadonlyMap<string, string> | undefined;

/**
 * What makes taggers: the words that come with the gateway, the values of catalogues, a model of the user's own.
 * @throws GatewayError `config_invalid` that names the model's file
 */
export function openTaggers(
  catalogueOf: (index: string) => CatalogueDictionary | undefined,
): (choice: TaggerChoice) => (index: string) => Tagger {
  const made = new Map<string, (index: string) => Tagger>();
  return (choice) => {
    // Rules change often, and dictionaries seldom: the same choice is the same taggers.
    const key = JSON.stringify([choice.model, ...choice.fields]);
    const taggerOf = made.get(key) ?? taggers(choice, catalogueOf);
    made.set(key, taggerOf);
    return taggerOf;
  };
}

function taggers(
  { model: file, fields }: TaggerChoice,
  catalogueOf: (index: string) => CatalogueDictionary | undefined,
): (index: string) => Tagger {
  const lexicon = (shipped ??= readLexicon(readFileSync(LEXICON, 'utf8'), LEXICON));
  const model = file === undefined ? {} : { model: openModel(file) };
  const known = new Map<CatalogueDictionary, Tagger>();
  const plain = createTagger({ values: new Map(), lexicon, ...model });
  return (index) => {
    const catalogue = catalogueOf(index);
    if (catalogue === undefined) return plain;
    const tagger =
      known.get(catalogue) ??
      createTagger({ values: taggedValues(catalogue.values(), fields), lexicon, ...model });
    known.set(catalogue, tagger);
    return tagger;
  };
}

function openModel(file: string): TagModel {
  try {
    return TagModel.open(readFileSync(file));
  } catch (error) {
    const reason =
      error instanceof GatewayError
        ? error.message
        : ((error as NodeJS.ErrnoException).code ?? 'it cannot be read');
    throw new GatewayError('config_invalid', `stage tag: ${file}: ${reason}`, { cause: error });
  }
}
