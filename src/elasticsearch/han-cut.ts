import type { HanCut } from '../domain/catalog.ts';

/** A text that every dictionary cuts into fewer words than it has characters. */
export const PROBE = '中华人民共和国';

/** How an analyzer cuts Chinese, told by the tokens that it makes of {@link PROBE}. */
export function hanCutOf(tokens: readonly string[]): HanCut {
  const characters = Array.from(PROBE);
  if (tokens.length === characters.length && tokens.every((token, at) => token === characters[at])) {
    return 'character';
  }
  const pairs = characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  const isBigram = tokens.filter((token) => token.length > 1).join() === pairs.join();
  return isBigram ? 'bigram' : 'word';
}
