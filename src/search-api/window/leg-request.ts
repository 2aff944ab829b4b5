import type { Query } from '../../domain/query.ts';
import type { SearchRequest } from '../../domain/search-request.ts';
import { array, type Dsl, number, object } from '../compile/dsl.ts';
import { sourceOf } from './edit-body.ts';
import { legFilters, runtimeMappings } from './leg-filters.ts';

/** What a leg of the gateway's own asks for. */
export interface LegQuestion {
  readonly size: number;
  /** Paths of `_source` that ranking reads. */
  readonly fields: readonly string[];
}

/** The body of a search for documents that satisfy a query, held to all that the caller's own search requires. */
export function queryLeg(
  { request, query, dsl }: { readonly request: SearchRequest; readonly query: Query; readonly dsl: Dsl },
  asked: LegQuestion,
): Buffer {
  const filters = legFilters(request, query);
  const held =
    filters.length === 0 ? dsl : object({ bool: object({ must: array([dsl]), filter: array(filters) }) });
  return legBody(request, asked, { query: held });
}

export interface NearestQuestion extends LegQuestion {
  /** The field that holds the vectors. */
  readonly field: string;
  readonly vector: Float32Array;
  /** How many vectors of a shard are looked at, ≥ size. */
  readonly candidates: number;
  /** Vectors that are less like it are not found; a cosine, −1..1. */
  readonly similarity: number;
}

/** The body of a search for the documents whose vectors lie nearest, held to the same. */
export function nearestLeg(request: SearchRequest, query: Query, asked: NearestQuestion): Buffer {
  const filters = legFilters(request, query);
  const knn = object({
    field: JSON.stringify(asked.field),
    query_vector: array(Array.from(asked.vector, number)),
    k: number(asked.size),
    num_candidates: number(asked.candidates),
    similarity: number(asked.similarity),
    filter: filters.length === 0 ? undefined : array(filters),
  });
  return legBody(request, asked, { knn });
}

function legBody(
  request: SearchRequest,
  { size, fields }: LegQuestion,
  parts: Readonly<Record<string, Dsl | undefined>>,
): Buffer {
  return Buffer.from(
    object({
      ...parts,
      size: number(size),
      _source: sourceOf(fields),
      track_total_hits: 'false',
      runtime_mappings: runtimeMappings(request),
    }),
  );
}
