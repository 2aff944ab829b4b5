import type { Catalog, DependencyHealth } from './catalog.ts';
import type { PassThrough, SearchEngine } from './engine.ts';

/** A piece that an analyzer makes of a text; offsets are UTF-16 units of that text. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A search engine with all its faces; the Elasticsearch adapter and the embedded engine each give one. */
export interface Backend {
  readonly engine: SearchEngine;
  readonly passThrough: PassThrough;
  readonly catalog: Catalog;
  /** How each node, or the engine itself, is as far as is known without asking. */
  health(): readonly DependencyHealth[];
  /** Asks the engine again for versions, mappings and analyzers. */
  refresh(): Promise<void>;
  /** What an analyzer of an index makes of a text, on the gateway's own account; null where it cannot be asked. */
  analyze(index: string, analyzer: string, text: string): Promise<readonly Token[] | null>;
  /** Ends connections and timers. */
  close(): Promise<void>;
}
