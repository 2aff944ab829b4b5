import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Segmenter } from '../../domain/segmenter.ts';
import { remembering, tokeniserOf } from '../../live-rules/rule-tokeniser.ts';
import type { RuleTerm, Tokenise } from '../../rules/expansion.ts';
import type { RuleFileOptions } from '../../rules/rule-files.ts';
import { createSegmenter } from '../../segmenter/segmenter.ts';
import { normalise } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';
import { SILENT } from '../silent.ts';

const SHIPPED_WORDS = fileURLToPath(new URL('../../../dictionaries/commerce.dict.txt', import.meta.url));

/** How words are told apart: as a search does it, by the dictionaries that come with the gateway. */
export type Cut = Pick<RuleFileOptions, 'words'> & { readonly tokenise: Tokenise };

let segmenter: Promise<Segmenter> | undefined;

export async function searchCut(): Promise<Cut> {
  segmenter ??= load();
  const loaded = await segmenter;
  return { tokenise: remembering(tokeniserOf(loaded)), words: (text) => loaded.words(text) };
}

/** The query's text as the rules find it in a search: width, blanks and characters made uniform. */
export function searchText(query: string): string {
  const { text } = normalise(query);
  return text === '' ? query : simplify(text);
}

/**
 * The words of a query; where it holds none, what stands between its blanks. `field:word` and `{field,field}:word` name fields where these are known ones.
 * @param fields that queries may name
 */
export function queryTerms(
  query: string,
  fields: readonly string[],
  tokenise: Tokenise,
): readonly RuleTerm[] {
  const pieces = blankSeparated(query);
  const terms = pieces.flatMap((piece) => {
    const named = fields.length === 0 ? undefined : namedFields(piece, fields);
    const words = tokenise(named?.text ?? piece);
    return words.map((text) => (named === undefined ? { text } : { text, fields: named.fields }));
  });
  return terms.length === 0 ? pieces.map((text) => ({ text })) : terms;
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
