import { isDeepStrictEqual } from 'node:util';
import type { EngineClient } from '../engine-client.ts';
import { sendPatiently } from './back-off.ts';
import type { IndexAction } from './document.ts';

/** Documents a question: within what an engine lets one search find. */
const AT_A_TIME = 1000;

interface Hits {
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly _source?: unknown }[] };
}

/**
 * Which of these documents the index holds already, exactly as they would be written: what a run that was killed had on
 * its way arrived or not, and only the index can tell. Where it does not say, nothing is held: writing a document again
 * does no harm.
 * @param made fields that are added to documents; a document without one of them is not held
 */
export async function heldIn(
  client: EngineClient,
  index: string,
  actions: readonly IndexAction[],
  made: readonly string[],
): Promise<ReadonlySet<IndexAction>> {
  const held = new Set<IndexAction>();
  for (let start = 0; start < actions.length; start += AT_A_TIME) {
    const part = actions.slice(start, start + AT_A_TIME);
    const sources = await sourcesOf(client, index, { ids: part.map(({ id }) => id), made });
    for (const action of part) {
      // Of two documents of one id only the last is there, and both are written again in their order.
      const isOnly = actions.every((other) => other === action || other.id !== action.id);
      if (isOnly && isDeepStrictEqual(sources.get(action.id), sourceOf(action))) held.add(action);
    }
  }
  return held;
}

function sourceOf({ document }: IndexAction): unknown {
  return JSON.parse(document.toString('utf8'));
}

async function sourcesOf(
  client: EngineClient,
  index: string,
  { ids, made }: { readonly ids: readonly string[]; readonly made: readonly string[] },
): Promise<ReadonlyMap<string, unknown>> {
  const filter = [{ ids: { values: ids } }, ...made.map((field) => ({ exists: { field } }))];
  const reply = await sendPatiently(client, {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search`,
    body: JSON.stringify({
      size: ids.length,
      query: { bool: { filter } },
      _source: { excludes: made },
      track_total_hits: false,
    }),
  });
  if (reply.status !== 200) return new Map();
  const { hits } = JSON.parse(reply.text) as Hits;
  return new Map(hits.hits.map(({ _id, _source }) => [_id, _source]));
}
