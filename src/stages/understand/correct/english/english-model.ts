import { DeletesIndex } from './deletes.ts';
import { LetterModel } from './letters.ts';
import { Lexicon } from './lexicon.ts';
import { ModelFile } from './model-file.ts';
import { WordPairs } from './word-pairs.ts';

/** All that is known of English, read-only and shared by every corrector of a process. */
export interface EnglishModel {
  readonly lexicon: Lexicon;
  readonly deletes: DeletesIndex;
  readonly pairs: WordPairs;
  readonly letters: LetterModel;
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * Reads a model as training/spelling/english/build.py writes it.
 * @throws GatewayError `config_invalid` for bytes that are no such model
 */
export function openEnglishModel(bytes: Uint8Array): EnglishModel {
  const file = new ModelFile(bytes);
  const lexicon = new Lexicon(file);
  return {
    lexicon,
    deletes: new DeletesIndex(lexicon),
    pairs: new WordPairs(file),
    letters: new LetterModel(file),
    weights: file.header.weights,
  };
}
