import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from './config/schema.ts';
import type { DependencyHealth } from './domain/catalog.ts';
import type { Logger } from './domain/logger.ts';
import type { Segmenter } from './domain/segmenter.ts';
import { createSegmenter } from './segmenter/segmenter.ts';

/** Words of shops; everybody's own dictionaries come on top. */
const SHIPPED_WORDS = fileURLToPath(new URL('../dictionaries/commerce.dict.txt', import.meta.url));

/** The segmenters of a configuration. */
export interface Dictionaries {
  /** The segmenter with the dictionaries of an index or alias; undefined names none. */
  readonly segmenterOf: (index: string | undefined) => Segmenter;
  /** Everything that was read, which decides how text is cut. */
  readonly texts: readonly string[];
  readonly health: DependencyHealth;
}

/**
 * Reads the dictionaries of a configuration.
 * @throws GatewayError `config_invalid` for a faulty one
 */
export async function openDictionaries(
  { segmentation, indices }: Config,
  logger: Logger,
): Promise<Dictionaries> {
  const common = await readAll([SHIPPED_WORDS, ...segmentation.userDictionaries]);
  const base = await createSegmenter({
    userDictionaries: common,
    hmm: segmentation.hmm ? 'nodejieba' : 'off',
    logger,
  });
  const ofIndex = new Map<string, Segmenter>();
  const texts = common.map(({ text }) => text);
  for (const [name, { dictionaries: files }] of Object.entries(indices ?? {})) {
    if (files.length === 0) continue;
    const own = await readAll(files);
    texts.push(...own.map(({ text }) => text));
    ofIndex.set(name, base.with(own));
  }
  return {
    segmenterOf: (index) => (index === undefined ? undefined : ofIndex.get(index)) ?? base.segmenter,
    texts,
    health: base.health,
  };
}

function readAll(
  files: readonly string[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}
