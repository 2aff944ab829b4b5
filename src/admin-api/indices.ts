/** `GET /api/indices`: what the gateway knows of the indices and aliases that it improves. */
export interface IndicesReport {
  /** By name; at most 1000. */
  readonly indices: readonly IndexReport[];
  /** How many more there are. */
  readonly left: number;
}

export interface IndexReport {
  readonly name: string;
  readonly kind: 'index' | 'alias' | 'data_stream';
  /** Whether its mapping is known; one that is configured and not known has no fields here. */
  readonly known: boolean;
  /** The pipeline that it goes through. */
  readonly pipeline: string;
  /** The encoder that its vectors came from, as its mapping says it; null: it says none, and there is no kNN leg. */
  readonly encoder: string | null;
  /** By path. */
  readonly fields: readonly FieldReport[];
}

export interface FieldReport {
  readonly path: string;
  /** The mapping's type. */
  readonly type: string;
  /** Name of the search analyzer; null where the type has none. */
  readonly analyzer: string | null;
  /** How it cuts Chinese; null where that is not known. */
  readonly hanCut: 'character' | 'bigram' | 'word' | null;
  /** Length of vectors; null for other types. */
  readonly dims: number | null;
}

/** `GET /api/pipelines`. */
export interface PipelinesReport {
  readonly version: string;
  readonly pipelines: readonly PipelineReport[];
}

export interface PipelineReport {
  readonly name: string;
  /** In the order of the configuration. */
  readonly stages: readonly {
    readonly name: string;
    readonly kind: 'query' | 'retrieve' | 'relax' | 'rank';
    /** `skip`: a search goes on without it; `fail`: the caller gets the answer to their own request. */
    readonly onError: 'skip' | 'fail';
  }[];
}
