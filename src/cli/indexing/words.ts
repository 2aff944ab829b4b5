import type { FieldMaker } from '../../composition/made-field.ts';
import { hasField } from '../../composition/made-field.ts';
import type { Json } from '../../composition/vectors/vector-plan.ts';
import { relevanceMeta } from '../../composition/vectors/vector-plan.ts';
import type { Segmenter } from '../../domain/segmenter.ts';
import { WORDS, wordFieldsIn } from '../../domain/word-fields.ts';
import { objectAt } from '../../elasticsearch/mapping.ts';
import { textsAt } from '../../stages/understand/catalogue/build/fields.ts';
import { normalise } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';

/** Whether an index gets fields of words, and what cuts texts where it has them. */
export interface WantedWords {
  readonly add: boolean;
  /** The one that cuts queries on the index. */
  readonly segmenter: () => Promise<Segmenter>;
}

/**
 * Cuts at blanks alone: the words are cut already, and written in lower case. Every engine brings it, so that fields of it
 * can be added to an index that is open.
 */
const ANALYZER = 'whitespace';

/** What is added to a mapping so that these texts have a field of their words; the meta is whole, since an update replaces it. */
export function wordMapping(mappings: Json, texts: readonly string[]): Json {
  const key = (path: string): string => path.replaceAll('.', '_');
  const words = Object.fromEntries(texts.map((path) => [path, `${WORDS}.${key(path)}`]));
  const fields = Object.fromEntries(texts.map((path) => [key(path), { type: 'text', analyzer: ANALYZER }]));
  return {
    _meta: { ...objectAt(mappings, '_meta'), relevance: { ...relevanceMeta(mappings), words } },
    properties: { [WORDS]: { properties: fields } },
  };
}

/**
 * A mapping for a new index in which these texts have a field of their words. What the gateway writes for itself stays
 * out of `_source`, and so out of what apps are shown.
 */
export function withWordFields(mappings: Json, texts: readonly string[]): Json {
  if (texts.length === 0) return mappings;
  const added = wordMapping(mappings, texts);
  const source = objectAt(mappings, '_source');
  const excludes = Array.isArray(source['excludes']) ? (source['excludes'] as readonly unknown[]) : [];
  return {
    ...mappings,
    ...added,
    _source: { ...source, excludes: [...excludes, WORDS] },
    properties: { ...objectAt(mappings, 'properties'), ...objectAt(added, 'properties') },
  };
}

/** What makes the words that a mapping names; undefined where it names none. */
export async function wordMakerFor(
  mappings: Json,
  segmenter: WantedWords['segmenter'],
): Promise<FieldMaker | undefined> {
  const fields = wordFieldsIn(relevanceMeta(mappings));
  return fields.size === 0 ? undefined : wordMaker(await segmenter(), fields);
}

/** @param fields where the words of each field go */
function wordMaker(segmenter: Segmenter, fields: ReadonlyMap<string, string>): FieldMaker {
  const valueOf = (source: unknown): string | undefined => {
    if (hasField(source, WORDS)) return undefined;
    const words = [...fields].flatMap(([path, field]) => {
      const texts = textsAt(source, path)
        .map((text) => wordsOf(text, segmenter))
        .filter((text) => text !== '');
      return texts.length === 0 ? [] : [[field.slice(WORDS.length + 1), texts]];
    });
    return words.length === 0 ? undefined : JSON.stringify(Object.fromEntries(words));
  };
  return {
    field: WORDS,
    reads: [...fields.keys()],
    valuesOf: async (sources) => sources.map(valueOf),
  };
}

/** As the stages `normalise` and `segment` cut a query. */
function wordsOf(text: string, segmenter: Segmenter): string {
  return segmenter
    .segment(simplify(normalise(text).text))
    .map((word) => word.text.toLowerCase())
    .join(' ')
    .trim();
}
