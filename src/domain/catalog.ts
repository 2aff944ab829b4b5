/** How a field's analyzer cuts a run of Chinese characters. */
export type HanCut = 'character' | 'bigram' | 'word';

/** What a mapping says of one field. */
export interface FieldDescription {
  /** The mapping's type: `text`, `keyword`, `long`, `dense_vector` … */
  readonly type: string;
  /** Name of the search analyzer; null where the type has none. */
  readonly analyzer: string | null;
  /** Null for fields that are not analysed, or where the engine could not be asked. */
  readonly hanCut: HanCut | null;
  /** Length of the vectors of a `dense_vector` field, where it is known. */
  readonly dims?: number;
  /** How a `dense_vector` field compares vectors, where its mapping says: `cosine`, `l2_norm` … */
  readonly similarity?: string;
}

/** What is known of an index, an alias or a data stream. */
export interface IndexDescription {
  readonly name: string;
  readonly kind: 'index' | 'alias' | 'data_stream';
  /** By full path, multi-fields included. */
  readonly fields: ReadonlyMap<string, FieldDescription>;
  /** `_meta.relevance` of the mapping, as it stands there. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What is known of the engine and its indices without asking it again. */
export interface Catalog {
  /** An index or alias; undefined when it is not known (no rights to ask, or it does not exist). */
  describe(name: string): IndexDescription | undefined;
  /** All that are known, in no order. */
  names(): readonly string[];
}

/** How it is with something that the gateway needs. */
export type DependencyState = 'up' | 'down' | 'degraded' | 'unknown';

/** One line of the readiness answer. */
export interface DependencyHealth {
  readonly name: string;
  readonly state: DependencyState;
  /** In plain words; never a secret. */
  readonly detail: string;
}

/**
 * Whether searches on an index are improved where the configuration names none. Data streams hold logs and events, not
 * documents that people search by words.
 */
export function isOrdinary(name: string, description: IndexDescription | undefined): boolean {
  return !name.startsWith('.') && description?.kind !== 'data_stream';
}
