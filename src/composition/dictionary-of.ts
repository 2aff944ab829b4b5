import { type AssembleOptions, assemble } from '../stages/understand/catalogue/build/assemble.ts';
import type { CatalogueCollector } from '../stages/understand/catalogue/build/collector.ts';
import { completionPhrases } from '../stages/understand/catalogue/build/phrases.ts';
import { readingsOf } from '../stages/understand/catalogue/build/sounds.ts';
import { type DictionaryParts, writeDictionary } from '../stages/understand/catalogue/write-dictionary.ts';
import { completionSections } from '../suggest/sections.ts';

/** The dictionary of what was counted, with what completes searches, as one file. */
export function dictionaryOf(
  collector: CatalogueCollector,
  options: AssembleOptions,
): { readonly parts: DictionaryParts; readonly bytes: Buffer } {
  const parts = assemble(collector, options);
  const phrases = completionPhrases(collector, parts, options.segmenter);
  const sections = completionSections(phrases, readingsOf);
  return { parts, bytes: writeDictionary({ ...parts, sections }) };
}
