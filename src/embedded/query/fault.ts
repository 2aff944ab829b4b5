/** Where a complaint points to in the request body: at a key, or at the value behind it. */
export interface FaultPlace {
  readonly key: string;
  readonly at: 'key' | 'value';
}

export interface FaultOptions {
  readonly status?: number;
  /** Further members of the error object, such as `index`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly place?: FaultPlace;
  readonly causedBy?: Readonly<Record<string, unknown>>;
  /** Found while searching an index: Elasticsearch then reports it as a failure of all shards. */
  readonly onShard?: boolean;
}

/** What Elasticsearch itself would refuse, in its own words; 400 unless said. */
export class SearchFault extends Error {
  override readonly name = 'SearchFault';
  readonly type: string;
  readonly options: FaultOptions;

  constructor(type: string, reason: string, options: FaultOptions = {}) {
    super(reason);
    this.type = type;
    this.options = options;
  }
}

export function illegalArgument(reason: string): SearchFault {
  return new SearchFault('illegal_argument_exception', reason);
}

export function parsingFault(reason: string, key?: string): SearchFault {
  return new SearchFault(
    'parsing_exception',
    reason,
    key === undefined ? {} : { place: { key, at: 'value' } },
  );
}

/** An unknown key of a strictly parsed object, as Elasticsearch's ObjectParser reports it. */
export function unknownField(parser: string, key: string): SearchFault {
  return new SearchFault('x_content_parse_exception', `[${parser}] unknown field [${key}]`, {
    place: { key, at: 'key' },
  });
}

export function shardFault(type: string, reason: string): SearchFault {
  return new SearchFault(type, reason, { onShard: true });
}

/** Elasticsearch knows it and this engine does not: never mistaken for a fault of the caller. */
export function notSupported(what: string): SearchFault {
  return new SearchFault('not_implemented_exception', `${what} is not supported by the embedded engine`, {
    status: 501,
  });
}
