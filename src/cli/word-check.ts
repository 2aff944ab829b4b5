import { type Drift, findDrift } from '../composition/analyzer-drift.ts';
import { createCatalogues } from '../composition/catalogues.ts';
import type { Config } from '../config/schema.ts';
import { openDictionaries } from '../composition/dictionaries.ts';
import { createElasticsearch } from '../elasticsearch/backend.ts';
import { elasticsearchOptions } from '../composition/elasticsearch-options.ts';
import { SILENT } from './silent.ts';

const CLOCK = { now: () => performance.now() };
const NO_EVENTS = { retried() {}, ejected() {} };

/** What can be said of the words that a configuration works with. */
export interface WordCheck {
  /** Dictionaries of catalogues that a gateway would refuse. */
  readonly faults: readonly string[];
  /** How the words of each analyzer fit; empty without an Elasticsearch, or where it does not answer. */
  readonly drift: readonly Drift[];
}

/** Reads the dictionaries, and asks the configured Elasticsearch how it cuts words. */
export async function wordCheck(config: Config): Promise<WordCheck> {
  const catalogues = await createCatalogues(SILENT).open(config);
  const { faults, names } = catalogues;
  const indices = [...new Set([...names, ...Object.keys(config.indices ?? {})])];
  if (config.elasticsearch.nodes.length === 0 || indices.length === 0) return { faults, drift: [] };
  const { segmenterOf, probesOf } = await openDictionaries(config, SILENT, catalogues);
  const backend = createElasticsearch(
    elasticsearchOptions(config, { logger: SILENT, clock: CLOCK, events: NO_EVENTS }),
  );
  try {
    await backend.refresh();
    const drift: Drift[] = [];
    for (const index of indices) {
      drift.push(
        ...(await findDrift({ backend, index, segmenter: segmenterOf(index), words: probesOf(index) })),
      );
    }
    return { faults, drift };
  } finally {
    await backend.close();
  }
}
