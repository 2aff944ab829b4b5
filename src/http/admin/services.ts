import type { DependencyHealth } from '../../domain/catalog.ts';
import type { RawHeaders } from '../../domain/engine.ts';

/** Whether requests should be sent here, and why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly dependencies: readonly DependencyHealth[];
}

/** One search to be explained; either the words or a whole search body. */
export interface ExplainRequest {
  readonly index: string;
  readonly query?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Pairs as in `Relevance-Context`. */
  readonly context: Readonly<Record<string, string>>;
  /** Name of a pipeline; absent: the one that the index goes through. */
  readonly pipeline?: string;
  /** Of the admin request: the search is made with its credentials. */
  readonly headers: RawHeaders;
}

/** Something wrong with the new configuration, as far as it can be said. */
export interface ReloadFault {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly message: string;
  readonly suggestion?: string | null;
}

export type ReloadResult =
  | {
      readonly version: string;
      /** Sections that changed but take effect only when the process starts again. */
      readonly restartNeeded: readonly string[];
    }
  /** Nothing was changed. */
  | { readonly faults: readonly ReloadFault[] };

/** What the admin port is a face of. */
export interface AdminServices {
  /** Answers as long as the process does. */
  health(): Readonly<Record<string, unknown>>;
  ready(): Promise<Readiness>;
  /** Prometheus' text format. */
  metrics(): Promise<string>;
  /**
   * What every stage did to one search and what came out.
   * @throws GatewayError `not_found` for an unknown pipeline, `upstream_*` when the engine does not answer
   */
  explain(request: ExplainRequest): Promise<unknown>;
  /** A tree that a caller asked for by `Relevance-Debug: explain`; undefined when it is gone. */
  explainById(id: string): Promise<unknown>;
  /** The configuration in force, without secrets. */
  config(): unknown;
  reload(): Promise<ReloadResult>;
}
