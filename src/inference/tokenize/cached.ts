import { LRUCache } from 'lru-cache';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import { textHash } from '../text-hash.ts';
import { charactersFor, type Tokenizer } from './tokenizer.ts';

/** The same tokenizer with a memory, for documents: those that are found often are found for many queries. */
export function cachedTokenizer(
  tokenizer: Tokenizer,
  options: {
    /** Ids that are kept of a text; the longest that anybody asks for. */
    readonly idsPerText: number;
    /** Ids that are kept in all. */
    readonly maxIds: number;
    readonly meter: Pick<InferenceMeter, 'cache'>;
  },
): Tokenizer {
  const { idsPerText, maxIds, meter } = options;
  const texts = new LRUCache<string, readonly number[]>({
    maxSize: maxIds,
    sizeCalculation: (ids) => ids.length + 1,
  });
  return {
    ...tokenizer,
    encode(text, limit) {
      const key = textHash(text.slice(0, charactersFor(idsPerText)));
      const known = texts.get(key);
      meter.cache({
        cache: 'tokens',
        hits: known === undefined ? 0 : 1,
        misses: known === undefined ? 1 : 0,
      });
      const ids = known ?? tokenizer.encode(text, idsPerText);
      if (known === undefined) texts.set(key, ids);
      return ids.length > limit ? ids.slice(0, limit) : ids;
    },
  };
}
