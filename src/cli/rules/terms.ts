import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Segmenter } from '../../domain/segmenter.ts';
import type { RuleTerm, Tokenise } from '../../rules/expansion.ts';
import type { RuleFileOptions } from '../../rules/rule-files.ts';
import { uniform } from '../../rules/source/uniform.ts';
import { createSegmenter } from '../../segmenter/segmenter.ts';
import { SILENT } from '../silent.ts';

const HAN = /\p{Script=Han}/u;
const SHIPPED_WORDS = fileURLToPath(new URL('../../../dictionaries/commerce.dict.txt', import.meta.url));

/** How words are told apart on the command line: at blanks, and Chinese by the gateway's own dictionaries. */
export type Cut = Pick<RuleFileOptions, 'words'> & { readonly tokenise: Tokenise };

let segmenter: Promise<Segmenter> | undefined;

/** The dictionaries are loaded only where some text is Chinese. */
export async function cutFor(texts: readonly string[]): Promise<Cut> {
  if (!texts.some((text) => HAN.test(text))) return { tokenise: blankSeparated };
  segmenter ??= load();
  const loaded = await segmenter;
  return {
    tokenise: (text) =>
      blankSeparated(text).flatMap((piece) =>
        HAN.test(piece) ? loaded.segment(uniform(piece)).map((word) => word.text) : [piece],
      ),
    words: (text) => loaded.words(text),
  };
}

/**
 * The words of a query. `field:word` and `{field,field}:word` name fields where these are known ones.
 * @param fields that queries may name
 */
export function queryTerms(
  query: string,
  fields: readonly string[],
  tokenise: Tokenise,
): readonly RuleTerm[] {
  return blankSeparated(query).flatMap((piece) => {
    const named = fields.length === 0 ? undefined : namedFields(piece, fields);
    const words = tokenise(named?.text ?? piece);
    return words.map((text) => (named === undefined ? { text } : { text, fields: named.fields }));
  });
}

function namedFields(
  piece: string,
  known: readonly string[],
): { readonly text: string; readonly fields: readonly string[] } | undefined {
  const match = /^(?:\{([^{}]+)\}|([^:{}]+)):(.+)$/s.exec(piece);
  if (match === null) return undefined;
  const fields = (match[1] ?? match[2] ?? '').split(',').map((field) => field.trim());
  return fields.every((field) => known.includes(field)) ? { text: match[3]!, fields } : undefined;
}

function blankSeparated(text: string): readonly string[] {
  return text.split(/\s+/).filter((piece) => piece !== '');
}

async function load(): Promise<Segmenter> {
  const dictionary = { file: SHIPPED_WORDS, text: readFileSync(SHIPPED_WORDS, 'utf8') };
  const loaded = await createSegmenter({ userDictionaries: [dictionary], hmm: 'nodejieba', logger: SILENT });
  return loaded.segmenter;
}
