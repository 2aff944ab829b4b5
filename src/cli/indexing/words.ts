import type { Json } from '../../composition/vectors/vector-plan.ts';
import { relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { WORDS, wordFieldsIn } from '../../domain/word-fields.ts';
import { objectAt } from '../../elasticsearch/mapping.ts';
import { textsAt } from '../../stages/understand/catalogue/build/fields.ts';
import { normalise } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';
import type { IndexAction } from './document.ts';
import { withMember } from './document.ts';

/** Whether new indices get fields of words, and what cuts texts where an index has them. */
export interface WantedWords {
  readonly add: boolean;
  /** The one that cuts queries on the index. */
  readonly segmenter: () => Promise<Segmenter>;
}

/** Writes the words of documents; both are of one index. */
export interface WordWriter {
  readonly segmenter: Segmenter;
  /** Where the words of each field go. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Cuts at blanks alone: the words are cut already. */
export const WORDS_ANALYSIS = {
  analyzer: { [WORDS]: { type: 'custom', tokenizer: 'whitespace', filter: ['lowercase'] } },
};

/**
 * A mapping for a new index in which these texts have a field of their words. What the gateway writes for itself stays
 * out of `_source`, and so out of what apps are shown.
 */
export function withWordFields(mappings: Json, texts: readonly string[]): Json {
  if (texts.length === 0) return mappings;
  const key = (path: string): string => path.replaceAll('.', '_');
  const meta = objectAt(mappings, '_meta');
  const source = objectAt(mappings, '_source');
  const excludes = Array.isArray(source['excludes']) ? (source['excludes'] as readonly unknown[]) : [];
  const words = Object.fromEntries(texts.map((path) => [path, `${WORDS}.${key(path)}`]));
  const fields = Object.fromEntries(texts.map((path) => [key(path), { type: 'text', analyzer: WORDS }]));
  return {
    ...mappings,
    _meta: { ...meta, relevance: { ...relevanceMeta(mappings), words } },
    _source: { ...source, excludes: [...excludes, WORDS] },
    properties: { ...objectAt(mappings, 'properties'), [WORDS]: { properties: fields } },
  };
}

/** What writes the words that a mapping names; undefined where it names none. */
export async function wordWriterFor(
  mappings: Json,
  { segmenter }: WantedWords,
): Promise<WordWriter | undefined> {
  const fields = wordFieldsIn(relevanceMeta(mappings));
  return fields.size === 0 ? undefined : { segmenter: await segmenter(), fields };
}

/** The same actions, with its words at the end of each document; everything else keeps its bytes. */
export function withWords(
  { segmenter, fields }: WordWriter,
  actions: readonly IndexAction[],
): readonly IndexAction[] {
  return actions.map((action) => {
    const source: unknown = JSON.parse(action.document.toString('utf8'));
    const words = [...fields].flatMap(([path, field]) => {
      const texts = textsAt(source, path);
      return texts.length === 0
        ? []
        : [[field.slice(WORDS.length + 1), texts.map((text) => wordsOf(text, segmenter))]];
    });
    if (words.length === 0) return action;
    const value = JSON.stringify(Object.fromEntries(words));
    return { ...action, document: withMember(action.document, WORDS, value) };
  });
}

/** As the stages `normalise` and `segment` cut a query. */
function wordsOf(text: string, segmenter: Segmenter): string {
  return segmenter
    .segment(simplify(normalise(text).text))
    .map((word) => word.text)
    .join(' ');
}
