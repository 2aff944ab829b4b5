import type { Json } from '../../composition/vectors/vector-plan.ts';
import { relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import { wordFieldsIn } from '../../domain/word-fields.ts';
import { CommandError } from '../command.ts';
import type { EngineClient } from '../engine-client.ts';
import { emptyProfile, observeDocument } from '../indexing/field-profile.ts';
import { chineseTexts } from '../indexing/infer-mapping.ts';
import { wordMapping } from '../indexing/words.ts';
import { sampleOf } from './sample.ts';

/**
 * What is added to the mapping of an index that is there, so that its Chinese texts have fields of their words; undefined
 * where the mapping names such fields already.
 * @throws CommandError where none of its texts is Chinese
 */
export async function newWords(
  client: EngineClient,
  index: string,
  mappings: Json,
): Promise<Json | undefined> {
  if (wordFieldsIn(relevanceMeta(mappings)).size > 0) return undefined;
  const profile = emptyProfile();
  for (const source of await sampleOf(client, index)) observeDocument(profile, source);
  const texts = chineseTexts(profile, mappings);
  if (texts.length === 0)
    throw new CommandError(`no text of "${index}" is Chinese: there are no words to cut`, 2);
  return wordMapping(mappings, texts);
}
