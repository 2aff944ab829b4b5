import { describeIndex, mappedFields, objectAt } from '../../elasticsearch/mapping.ts';
import { templateFromFields } from '../../stages/rank/rerank/template.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Which vectors the documents of an index have; `_meta.relevance` of its mapping says so. */
export interface VectorPlan {
  /** Id of the encoder. */
  readonly encoder: string;
  /** Of type `dense_vector`. */
  readonly field: string;
  /** What the encoder reads of a document: `{title} {brand}`. */
  readonly template: string;
}

/** Where vectors go unless told otherwise; no field of an application's is called so. */
export const VECTOR_FIELD = 'relevance_vector';

/** `_meta.relevance` of a mapping; empty where there is none. */
export function relevanceMeta(mappings: Json): Json {
  return objectAt(objectAt(mappings, '_meta'), 'relevance');
}

/** What a mapping says of vectors; undefined where it names no encoder, no field, or has no text to encode. */
export function vectorPlanIn(mappings: Json): VectorPlan | undefined {
  const { encoder, vector, template = templateFor(mappings) } = relevanceMeta(mappings);
  const isWhole = typeof encoder === 'string' && typeof vector === 'string' && typeof template === 'string';
  return isWhole ? { encoder, field: vector, template } : undefined;
}

/** What a reader is shown of an index's documents: its title, what names its kind, its other texts. */
export function templateFor(mappings: Json): string | undefined {
  const fields = mappedFields(mappings, {});
  const { fields: described } = describeIndex('', { kind: 'index', mappings, fields, cuts: new Map() });
  return templateFromFields({ fields: described });
}

/** What an engine does with vectors. */
export interface VectorMapping extends VectorPlan {
  readonly dims: number;
  /** Least cosine that means something. */
  readonly similarity: number | undefined;
}

/** What is added to a mapping so that documents may have vectors; the meta is whole, since an update replaces it. */
export function vectorMapping(mappings: Json, plan: VectorMapping): Json {
  const { encoder, field, template, dims, similarity } = plan;
  const meta = objectAt(mappings, '_meta');
  const own = { encoder, vector: field, template, ...(similarity === undefined ? {} : { similarity }) };
  return {
    _meta: { ...meta, relevance: { ...relevanceMeta(mappings), ...own } },
    properties: {
      [field]: {
        type: 'dense_vector',
        dims,
        index: true,
        similarity: 'cosine',
        index_options: { type: 'int8_hnsw' },
      },
    },
  };
}

/**
 * A mapping for a new index, with vectors.
 * @param hide whether the engine has to be told to leave vectors out of `_source`, where they would more than double
 * what every search carries
 */
export function withVectors(mappings: Json, plan: VectorMapping, hide: boolean): Json {
  const added = vectorMapping(mappings, plan);
  const source = objectAt(mappings, '_source');
  const excludes = Array.isArray(source['excludes']) ? (source['excludes'] as readonly unknown[]) : [];
  return {
    ...mappings,
    ...added,
    ...(hide ? { _source: { ...source, excludes: [...excludes, plan.field] } } : {}),
    properties: { ...objectAt(mappings, 'properties'), ...objectAt(added, 'properties') },
  };
}

/** Whether an engine of this version shows vectors in `_source` unless told not to; from 9.2 on it does not. */
export function showsVectors(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 9 || (major === 9 && minor < 2);
}
