import type { FieldDescription, HanCut, IndexDescription } from '../domain/catalog.ts';
import { isWordField } from '../domain/word-fields.ts';
import { describeSeveral } from '../domain/describe-several.ts';
import type { EmbeddedIndex } from './engine/embedded-index.ts';
import type { Engine } from './engine/engine.ts';
import { isObject } from './json/parse.ts';
import type { Field } from './mapping/field.ts';

/** Three characters that no dictionary holds as one word, two of them a common one. */
const PROBE = '手机壳';

const cuts = new WeakMap<object, HanCut>();

/** How an analyzer cuts Chinese, found by trying. */
function hanCutOf(analyzer: Field['searchAnalyzer']): HanCut {
  const known = cuts.get(analyzer);
  if (known !== undefined) return known;
  const lengths = analyzer.tokens(PROBE).map((token) => Array.from(token.text).length);
  const bigrams = lengths.length === PROBE.length - 1 && lengths.every((length) => length === 2);
  const characters = lengths.length === PROBE.length && lengths.every((length) => length === 1);
  const cut: HanCut = bigrams ? 'bigram' : characters ? 'character' : 'word';
  cuts.set(analyzer, cut);
  return cut;
}

function describeFields(index: EmbeddedIndex): ReadonlyMap<string, FieldDescription> {
  const fields = new Map<string, FieldDescription>();
  for (const field of index.mapping.fields.values()) {
    // What the gateway wrote for itself is no field to search, to learn from or to show.
    if (isWordField(field.path)) continue;
    const text = field.type === 'text';
    fields.set(field.path, {
      type: field.type,
      analyzer: text ? field.searchAnalyzer.name : null,
      hanCut: text ? hanCutOf(field.searchAnalyzer) : null,
      ...(field.type === 'dense_vector' ? { similarity: field.vectorSimilarity } : {}),
      ...(field.type === 'dense_vector' && field.dims > 0 ? { dims: field.dims } : {}),
    });
  }
  return fields;
}

function relevanceMeta(index: EmbeddedIndex): Readonly<Record<string, unknown>> {
  const meta = index.mapping.json['_meta'];
  const relevance = isObject(meta) ? meta['relevance'] : undefined;
  return isObject(relevance) ? relevance : {};
}

/** Indices and aliases; of an alias what its indices agree on. */
export function describeIndices(engine: Engine): readonly IndexDescription[] {
  const aliases = new Map<string, IndexDescription[]>();
  const indices = [...engine.names.indices.values()].map((index): IndexDescription => {
    const { name } = index;
    const described = {
      name,
      kind: 'index' as const,
      fields: describeFields(index),
      meta: relevanceMeta(index),
    };
    for (const alias of index.aliases.keys()) aliases.set(alias, [...(aliases.get(alias) ?? []), described]);
    return described;
  });
  return [...indices, ...[...aliases].map(([name, members]) => describeSeveral(name, 'alias', members))];
}
