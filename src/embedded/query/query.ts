import type { Analyzer, FieldMapping, IndexReader } from '../reader.ts';
import type { Executor } from './execute.ts';
import type { Plan } from './plan.ts';

/** What a parsed query meets when it is bound to one index. */
export interface Binding {
  readonly reader: IndexReader;
  /** Runs the plans that a query needs answered while it is bound (filters of vector searches). */
  readonly executor: Executor;
  /** Wall clock of the search in milliseconds, for date mathematics. */
  readonly now: number;
  /** `size` of the search: the default `k` of vector queries. */
  readonly size: number;
  /** @throws SearchFault when the index has no analyzer of that name. */
  analyzer(name: string): Analyzer;
}

/** A query of Elasticsearch's language, checked, not yet bound to an index. */
export interface Query {
  bind(binding: Binding): Plan;
}

export type ParseQuery = (json: unknown) => Query;

/** Parses the object behind a query's name. @throws SearchFault as Elasticsearch refuses it. */
export type Family = (body: unknown, parse: ParseQuery) => Query;

/** What a function of `function_score` gives for a document, bound to one index. */
export type BindFunction = (binding: Binding) => (doc: number, score: number) => number;

export function isText(mapping: FieldMapping): boolean {
  return mapping.type === 'text' || mapping.type === 'keyword';
}
