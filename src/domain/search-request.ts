import type { RawHeaders } from './engine.ts';

/** A range of bytes in a request's body. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One clause of the caller's query that carries the user's text. */
export interface TextClause {
  /** `match`, `multi_match`, `combined_fields`, `match_bool_prefix`, `match_phrase`, `simple_query_string`, `query_string`, `q` */
  readonly kind: string;
  /** The whole clause object, `{"match": {...}}`, in the body; empty for `q`. */
  readonly range: ByteRange;
  /** The JSON string that holds the user's text, quotes included. */
  readonly textRange: ByteRange;
  /** Fields in the caller's order, with boosts (`title^3` → boost 3). */
  readonly fields: readonly { readonly name: string; readonly boost: number }[];
  /** The clause's other options, name → JSON text as the caller wrote it. */
  readonly options: ReadonlyMap<string, string>;
  /** `path` of the innermost `nested` query around it. */
  readonly nestedPath?: string;
  /** Whether a function or a script makes another score of its score. */
  readonly underFunction?: boolean;
}

/** A search that the gateway may improve: the caller's own bytes and where in them the user's text stands. */
export interface SearchRequest {
  /** Index or alias names as the caller wrote them, decoded. */
  readonly indices: readonly string[];
  /** The caller's raw headers. */
  readonly headers: RawHeaders;
  /** Raw query string, without `?`; may be empty. */
  readonly queryString: string;
  /** The body as sent, decoded from its content encoding; empty where there was none. */
  readonly body: Uint8Array;
  /** The user's text, unescaped. */
  readonly text: string;
  readonly clauses: readonly TextClause[];
  readonly from: number;
  readonly size: number;
}
