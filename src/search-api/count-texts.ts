import type { SearchRequest } from '../domain/search-request.ts';
import { array, number, object, text } from './compile/dsl.ts';
import { phraseAnywhere, wheresOf } from './compile/conditions.ts';

/** Above it a count is only "many": what is counted is how rare a text is. */
export const COUNTED_AT_MOST = 10_000;

/** A request for the number of documents that hold each of some texts. */
export interface CountRequest {
  readonly path: string;
  /** NDJSON of an `_msearch`. */
  readonly body: Buffer;
}

/**
 * Asks for the number of documents that hold each text as a phrase, in the indices and fields that a search looks
 * in, up to {@link COUNTED_AT_MOST}.
 */
export function countRequest(
  request: Pick<SearchRequest, 'indices' | 'clauses'>,
  texts: readonly string[],
): CountRequest {
  const wheres = wheresOf(request.clauses);
  const searches = texts.map((counted) =>
    object({
      size: number(0),
      track_total_hits: number(COUNTED_AT_MOST),
      query: object({
        bool: object({
          filter: array([phraseAnywhere(counted, wheres.length === 0 ? [DEFAULT_FIELDS] : wheres)]),
        }),
      }),
    }),
  );
  const header = object({ ignore_unavailable: text('true') });
  const indices = request.indices.map((name) => encodeURIComponent(name)).join(',');
  return {
    path: `/${indices}/_msearch`,
    body: Buffer.from(searches.map((search) => `${header}\n${search}\n`).join('')),
  };
}

const DEFAULT_FIELDS = { path: undefined, fields: [] };

interface HitsAnswer {
  readonly hits?: { readonly total?: { readonly value?: number } | number };
}

interface CountAnswer {
  readonly responses?: readonly HitsAnswer[];
}

/** The counts in the order of the texts; null for what the engine could not count. */
export function readCounts(body: Buffer, texts: number): readonly (number | null)[] {
  const { responses } = JSON.parse(body.toString()) as CountAnswer;
  return Array.from({ length: texts }, (_, at) => totalOf(responses?.[at]));
}

/** The total of one search; null where the engine says none. */
export function readHits(body: Buffer): number | null {
  return totalOf(JSON.parse(body.toString()) as HitsAnswer);
}

function totalOf(answer: HitsAnswer | undefined): number | null {
  const total = answer?.hits?.total;
  return (typeof total === 'number' ? total : total?.value) ?? null;
}
