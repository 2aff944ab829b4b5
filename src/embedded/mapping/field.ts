import type { ChainAnalyzer } from '../analysis/token-stream.ts';
import type { JsonObject } from '../json/parse.ts';
import type { DateFormat, FieldMapping } from '../reader.ts';

export type FieldType = FieldMapping['type'];
export type VectorSimilarity = 'cosine' | 'dot_product' | 'l2_norm' | 'max_inner_product';

/** A leaf of the mapping with what indexing and searching need of it. */
export interface Field extends FieldMapping {
  readonly analyzer: ChainAnalyzer;
  readonly searchAnalyzer: ChainAnalyzer;
  /** Its parameters, as the mapping shows them. */
  readonly json: JsonObject;
  /** `index`: whether it can be searched. */
  readonly indexed: boolean;
  readonly docValues: boolean;
  readonly norms: boolean;
  /** UTF-16 units; longer keywords are not indexed. */
  readonly ignoreAbove: number;
  readonly nullValue: string | number | boolean | undefined;
  readonly coerce: boolean;
  readonly ignoreMalformed: boolean;
  readonly dateFormat: DateFormat;
  /** 0 while a vector's size is not known. */
  readonly dims: number;
  readonly vectorSimilarity: VectorSimilarity;
  readonly copyTo: readonly string[];
  readonly multiFields: readonly Field[];
}

export type Dynamic = 'true' | 'false' | 'strict';

export interface ObjectNode {
  readonly path: string;
  readonly dynamic: Dynamic;
  readonly enabled: boolean;
  readonly children: ReadonlyMap<string, ObjectNode | Field>;
}

export function isField(node: ObjectNode | Field): node is Field {
  return 'multiFields' in node;
}
