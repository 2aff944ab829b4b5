/** One token of an analysed text; offsets are UTF-16 units of the text that was analysed. */
export interface Token {
  readonly text: string;
  readonly position: number;
  readonly start: number;
  readonly end: number;
  /** As `_analyze` reports it: `<ALPHANUM>`, `<NUM>`, `<IDEOGRAPHIC>`, `<DOUBLE>`, `word` … */
  readonly type: string;
  /** How many positions it spans; 1 unless given. */
  readonly positionLength?: number;
}

export interface Analyzer {
  readonly name: string;
  tokens(text: string): readonly Token[];
}

/** Where a term occurs; documents ascend and may contain deleted ones. */
export interface Postings {
  readonly docs: Int32Array;
  readonly freqs: Int32Array;
  /** Positions in the i-th document of `docs`, ascending. */
  positions(i: number): Int32Array;
}

/** A text or keyword field. */
export interface InvertedField {
  /** Documents with at least one token, deleted ones included until compaction (as Lucene counts). */
  readonly docCount: number;
  readonly sumTotalTermFreq: number;
  /** Lucene's SmallFloat length byte by document, 0 where the field is empty; null for fields without norms. */
  readonly norms: Uint8Array | null;
  postings(term: string): Postings | undefined;
  /** Terms in code point order, from the first that is not below `from`. */
  terms(from?: string): Iterable<string>;
}

/** Doc values of keyword, numeric, date and boolean fields: numbers (dates in ms, booleans 0/1) or strings. */
export interface Column {
  /** Ascending, as Lucene's sorted doc values; empty where the document has none. */
  values(doc: number): readonly (number | string)[];
}

export interface VectorField {
  readonly dims: number;
  readonly similarity: 'cosine' | 'dot_product' | 'l2_norm' | 'max_inner_product';
  /** Row of `dims` numbers at `doc * dims`; meaningless where `has(doc)` is false. */
  readonly data: Float32Array;
  has(doc: number): boolean;
}

/** One `format` of a mapping. */
export interface DateFormat {
  /** As the mapping says it, alternatives separated by `||`. */
  readonly pattern: string;
  /** Milliseconds since 1970 in UTC; undefined where no alternative fits. */
  parse(text: string): number | undefined;
  /** A date in the first alternative. */
  format(ms: number): string;
}

export interface FieldMapping {
  readonly path: string;
  readonly type:
    | 'text'
    | 'keyword'
    | 'long'
    | 'integer'
    | 'short'
    | 'byte'
    | 'double'
    | 'float'
    | 'half_float'
    | 'date'
    | 'boolean'
    | 'dense_vector';
  readonly analyzer: Analyzer;
  readonly searchAnalyzer: Analyzer;
  /** The mapping's `format`; only dates have one. */
  readonly dateFormat?: DateFormat;
}

/** A point-in-time view of one index. */
export interface IndexReader {
  readonly name: string;
  /** Document numbers run from 0 to maxDoc - 1. */
  readonly maxDoc: number;
  readonly liveCount: number;
  isLive(doc: number): boolean;
  idOf(doc: number): string;
  docOf(id: string): number | undefined;
  versionOf(doc: number): { readonly version: number; readonly seqNo: number; readonly primaryTerm: number };
  /** Paths of fields that were not indexed because a value was malformed or too long, sorted: a hit's `_ignored`. */
  ignoredOf(doc: number): readonly string[];
  field(path: string): FieldMapping | undefined;
  /** Paths of all leaf fields, multi-fields included. */
  readonly fields: ReadonlyMap<string, FieldMapping>;
  inverted(path: string): InvertedField | undefined;
  column(path: string): Column | undefined;
  vectors(path: string): VectorField | undefined;
  /** `_source` bytes exactly as they were sent. */
  sources(docs: readonly number[]): Promise<readonly Buffer[]>;
}
