import type { Catalog, DependencyHealth } from './catalog.ts';
import type { PassThrough, SearchEngine } from './engine.ts';

/** A search engine with all its faces; the Elasticsearch adapter and the embedded engine each give one. */
export interface Backend {
  readonly engine: SearchEngine;
  readonly passThrough: PassThrough;
  readonly catalog: Catalog;
  health(): readonly DependencyHealth[];
  /** Asks the engine again for versions, mappings and analyzers. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
