import { createSegmenter } from '../../../../../src/segmenter/segmenter.ts';
import { assemble } from '../../../../../src/stages/understand/catalogue/build/assemble.ts';
import { CatalogueCollector } from '../../../../../src/stages/understand/catalogue/build/collector.ts';
import { openDictionary } from '../../../../../src/stages/understand/catalogue/open-dictionary.ts';
import { writeDictionary } from '../../../../../src/stages/understand/catalogue/write-dictionary.ts';

const logger = { debug() {}, info() {}, warn() {}, error() {} };

export const loadedSegmenter = await createSegmenter({ userDictionaries: [], hmm: 'off', logger });

/** The dictionary of what was collected. */
export function builtFrom(fill: (collector: CatalogueCollector) => void) {
  const { segmenter, weightToCut } = loadedSegmenter;
  const collector = new CatalogueCollector(segmenter);
  fill(collector);
  const origin = { index: 'shop', builtAt: '', documents: collector.documents, queries: collector.queries };
  return openDictionary(writeDictionary(assemble(collector, { segmenter, weightOf: weightToCut, origin })));
}

/** The dictionary of a catalogue with so many documents of each title. */
export function dictionaryOf(titles: Readonly<Record<string, number>>) {
  return builtFrom((collector) => {
    for (const [title, times] of Object.entries(titles)) {
      for (let at = 0; at < times; at += 1) collector.document([title], []);
    }
  });
}
