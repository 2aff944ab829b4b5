import type { EngineAnswer } from '../../../domain/engine.ts';
import { GatewayError } from '../../../errors.ts';
import { candidatesOf, readAnswer } from '../../../search-api/answer.ts';
import { array, number, object, text } from '../../../search-api/compile/dsl.ts';

/** Ids of a list behind these are not read. */
export const MOST_IDS = 200;

export interface List {
  readonly key: string;
  /** The best first, each once. */
  readonly ids: readonly string[];
}

/** The body of a search for lists by their ids. */
export function listsBody(keys: readonly string[], field: string): Buffer {
  return Buffer.from(
    object({
      query: object({ ids: object({ values: array(keys.map(text)) }) }),
      size: number(keys.length),
      _source: array([text(field)]),
      track_total_hits: 'false',
    }),
  );
}

/**
 * The first list in the order of the keys that holds something.
 * @throws GatewayError `stage_failed` where the engine refused the search
 */
export function firstList(
  { status, body }: EngineAnswer,
  keys: readonly string[],
  field: string,
): List | undefined {
  if (status !== 200)
    throw new GatewayError('stage_failed', `the engine answered leg list with ${status}, asked for lists`);
  const found = new Map(
    candidatesOf(readAnswer(body), 'list', [field]).map(({ id, fields }) => [id, idsIn(fields[field])]),
  );
  for (const key of keys) {
    const ids = found.get(key) ?? [];
    if (ids.length > 0) return { key, ids };
  }
  return undefined;
}

function idsIn(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const ids = items.flatMap((item) =>
    typeof item === 'string' && item !== '' ? [item] : typeof item === 'number' ? [String(item)] : [],
  );
  return [...new Set(ids)].slice(0, MOST_IDS);
}
