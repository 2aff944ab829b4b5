import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import type { Segmenter } from '../domain/segmenter.ts';
import type { CataloguesInForce } from './catalogues.ts';
import type { PortableSegmenter, SegmenterParts } from '../segmenter/lattice-segmenter.ts';
import { createSegmenter } from '../segmenter/segmenter.ts';

/** Words of shops; everybody's own dictionaries come on top. */
const SHIPPED_WORDS = fileURLToPath(new URL('../../dictionaries/commerce.dict.txt', import.meta.url));

/** The segmenters of a configuration. */
export interface Dictionaries {
  /** The segmenter with the dictionaries of an index or alias; undefined names none. */
  readonly segmenterOf: (index: string | undefined) => Segmenter;
  /** What they are made of, by index or alias; undefined is every other one. */
  readonly segmenters: () => ReadonlyMap<string | undefined, SegmenterParts>;
  /** Natural logarithm of the probability that lets a word win over every way to cut it. */
  readonly weightToCut: (word: string) => number;
  /** Chinese words of an index, or of shops in general, to try analyzers with. */
  readonly probesOf: (index: string) => readonly string[];
  /** Everything that was read, which decides how text is cut. */
  readonly texts: readonly string[];
  /** Changes with any of them. */
  readonly version: string;
  readonly health: DependencyHealth;
}

/**
 * Reads the dictionaries of a configuration.
 * @param catalogues what is known of the words of each index besides
 * @throws GatewayError `config_invalid` for a faulty one
 */
export async function openDictionaries(
  { segmentation, indices }: Config,
  logger: Logger,
  catalogues?: CataloguesInForce,
): Promise<Dictionaries> {
  const common = await readAll([SHIPPED_WORDS, ...segmentation.userDictionaries]);
  const base = await createSegmenter({
    userDictionaries: common,
    hmm: segmentation.hmm ? 'nodejieba' : 'off',
    logger,
  });
  const ofIndex = new Map<string | undefined, PortableSegmenter>([[undefined, base.segmenter]]);
  const shopWords = wordsIn(common[0]?.text ?? '');
  const texts = common.map(({ text }) => text);
  for (const name of new Set([...Object.keys(indices ?? {}), ...(catalogues?.names ?? [])])) {
    const userDictionaries = await readAll(indices?.[name]?.dictionaries ?? []);
    const catalogue = catalogues?.of(name);
    if (userDictionaries.length === 0 && catalogue === undefined) continue;
    texts.push(...userDictionaries.map(({ text }) => text));
    if (catalogue !== undefined) texts.push(`${name} ${catalogue.version}`);
    ofIndex.set(name, base.with({ userDictionaries, words: catalogue?.words }));
  }
  return {
    segmenterOf: (index) => ofIndex.get(index) ?? base.segmenter,
    segmenters: () => new Map([...ofIndex].map(([index, segmenter]) => [index, segmenter.parts()])),
    weightToCut: base.weightToCut,
    probesOf: (index) => catalogues?.of(index)?.probes() ?? shopWords,
    texts,
    version: createHash('sha256').update(texts.join('\n')).digest('hex'),
    health: base.health,
  };
}

function readAll(
  files: readonly string[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}

/** The words of a dictionary in jieba's format, one a line. */
function wordsIn(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, '').trim().split(/\s/)[0] ?? '')
    .filter((word) => word !== '');
}
