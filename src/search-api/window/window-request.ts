import { number } from '../compile/dsl.ts';
import { editBody, sourceOf } from './edit-body.ts';
import { windowParameters, withPreference } from './url-parameters.ts';

/** A body and the query string that it is sent with. */
export interface Sendable {
  readonly body: Uint8Array;
  readonly queryString: string;
}

export interface Window {
  /** How many hits, ≥ 1. */
  readonly size: number;
  /** Paths of `_source` that ranking reads. */
  readonly fields: readonly string[];
  /** Where the caller names none. */
  readonly preference: string;
}

/** What each hit shows; ranking needs none of it, and the hits that are shown are asked for again. */
const HIT_PARTS = new Set([
  'highlight',
  'stored_fields',
  'fields',
  'docvalue_fields',
  'script_fields',
  'version',
  'seq_no_primary_term',
]);

/**
 * Leg 1 with a window: the caller's rewritten request for the best hits, whatever page is asked for, with what
 * ranking reads of each. Aggregations, suggestions and totals are asked for as the caller did.
 */
export function windowRequest(
  { body, queryString }: Sendable,
  { size, fields, preference }: Window,
): Sendable {
  return {
    body: editBody(body, {
      without: HIT_PARTS,
      with: { from: number(0), size: number(size), _source: sourceOf(fields) },
    }),
    queryString: withPreference(windowParameters(queryString), preference),
  };
}
