import type { SearchRequest } from '../../domain/search-request.ts';
import { withoutPageKeys } from '../../search-api/window/edit-body.ts';
import { withoutPage } from '../../search-api/window/url-parameters.ts';
import { credentialsOf, hashOf } from './credentials.ts';

/** What a search is known by, besides its page. */
export interface NamedSearch {
  readonly request: SearchRequest;
  readonly pipeline: { readonly name: string };
  readonly context: ReadonlyMap<string, string>;
  /** Of the plan that it goes by. */
  readonly version: string;
  /** Its place in the caller's request. */
  readonly about?: string;
}

/** Who asks for what, under which plan and circumstances, whatever the page: a hash, from which nothing can be read. */
export function windowKey({ request, pipeline, context, version, about = '' }: NamedSearch): string {
  const pairs = [...context].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return hashOf([
    version,
    pipeline.name,
    about,
    JSON.stringify([credentialsOf(request.headers), pairs, request.indices]),
    withoutPage(request.queryString),
    withoutPageKeys(request.body),
  ]);
}

/**
 * A `preference` for callers who name none: whoever asks for the same words is answered by the same copies of the
 * shards, whose scores may differ a little from those of other copies; different words still spread over all.
 */
export function preferenceOf({ headers, text }: SearchRequest): string {
  return `relevance-${hashOf([...credentialsOf(headers), text]).slice(0, 16)}`;
}
