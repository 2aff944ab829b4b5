import { GatewayError } from '../errors.ts';
import type { EngineClient } from './engine-client.ts';
import { engineReason } from './engine-client.ts';
import { sendPatiently } from './indexing/back-off.ts';

/** How long an interrupted run may be taken up again. */
export const KEEP_ALIVE = '30m';

/** A place in a point in time: what was read lies before it. */
export interface Place {
  readonly id: string;
  /** Sort values of the last document; undefined before the first. */
  readonly after?: readonly unknown[];
}

export interface Page {
  readonly documents: readonly FoundDocument[];
  /** Behind the page; undefined when it was the last. */
  readonly next: Place | undefined;
}

/** A hit, as Elasticsearch writes it. */
export interface FoundDocument {
  readonly _index: string;
  readonly _id: string;
  readonly _routing?: string;
  /** Only where versions were asked for. */
  readonly _seq_no?: number;
  readonly _primary_term?: number;
  readonly _source?: unknown;
  readonly sort: readonly unknown[];
}

/** What of an index is read, page by page. */
export interface Reading {
  /** Paths of `_source`. */
  readonly fields: readonly string[];
  /** Documents a page. */
  readonly size: number;
  /** Only what this finds. */
  readonly query?: unknown;
  /** One of several parts, which do not overlap and together are all. */
  readonly slice?: { readonly id: number; readonly max: number } | undefined;
  /** With what tells whether a document was changed since. */
  readonly versions?: true;
}

interface SearchAnswer {
  readonly pit_id: string;
  readonly hits: { readonly hits: readonly FoundDocument[] };
}

export async function openPlace(client: EngineClient, index: string): Promise<Place> {
  const path = `/${encodeURIComponent(index)}/_pit?keep_alive=${KEEP_ALIVE}`;
  const { id } = (await client.expect({ method: 'POST', path })) as { readonly id: string };
  return { id };
}

/**
 * The documents behind a place, and where to go on. An engine that is busy or does not answer is asked again for a
 * while.
 * @returns undefined where the engine does not know the point in time any more
 * @throws GatewayError for whatever else it refuses
 */
export async function readPage(
  client: EngineClient,
  { id, after }: Place,
  { fields, size, query, slice, versions }: Reading,
): Promise<Page | undefined> {
  const body = JSON.stringify({
    size,
    _source: fields,
    pit: { id, keep_alive: KEEP_ALIVE },
    sort: [{ _shard_doc: 'asc' }],
    track_total_hits: false,
    ...(query === undefined ? {} : { query }),
    ...(slice === undefined ? {} : { slice }),
    ...(versions === undefined ? {} : { seq_no_primary_term: true }),
    ...(after === undefined ? {} : { search_after: after }),
  });
  const reply = await sendPatiently(client, { method: 'POST', path: '/_search', body });
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) {
    const reason = `reading documents at ${client.name}: ${reply.status} ${engineReason(reply.text)}`;
    throw new GatewayError('upstream_protocol', reason);
  }
  const { pit_id, hits } = JSON.parse(reply.text) as SearchAnswer;
  const last = hits.hits.at(-1);
  return {
    documents: hits.hits,
    next: last === undefined || hits.hits.length < size ? undefined : { id: pit_id, after: last.sort },
  };
}

/** Best effort: the engine forgets it by itself. */
export async function closePlace(client: EngineClient, { id }: Place): Promise<void> {
  await client.send({ method: 'DELETE', path: '/_pit', body: JSON.stringify({ id }) });
}
