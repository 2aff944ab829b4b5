import { loadSpellingModels, proposerFor } from '../../composition/spelling.ts';
import type { CatalogueDictionary } from '../../stages/understand/catalogue/catalogue-dictionary.ts';

/** The text as it would be searched: corrected where the gateway is sure enough to put another in its place. */
export type Replacer = (text: string) => string;

/** The correctors as they are shipped, without an index that is asked what it holds. */
export async function shippedReplacer(dictionary: CatalogueDictionary | undefined): Promise<Replacer> {
  const propose = proposerFor(await loadSpellingModels(), dictionary);
  return (text) => {
    const proposal = propose(text);
    return proposal?.outcome === 'replace' ? proposal.text : text;
  };
}
