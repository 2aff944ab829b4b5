import type { SearchRequest } from '../../domain/search-request.ts';
import { parseDocument } from '../../json/document.ts';
import { splice } from '../../json/splice.ts';
import { readParameters, withoutParameters } from '../parameters.ts';
import { isBare, surround, surroundings } from './boosts.ts';
import { type Dsl, object, text } from './dsl.ts';
import type { Reading } from './reading.ts';
import { plainInSyntax, slotsInSyntax } from './syntax.ts';

export interface Written {
  readonly body: Uint8Array;
  readonly queryString: string;
  readonly notes: readonly unknown[];
}

/** Parameters that go with `q`, and what they are called in a `query_string`. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['df', 'default_field'],
  ['analyzer', 'analyzer'],
  ['default_operator', 'default_operator'],
  ['lenient', 'lenient'],
  ['analyze_wildcard', 'analyze_wildcard'],
]);
const MOVED = new Set(['q', ...OPTIONS.keys()]);

/**
 * The text stands in the URL: `q` is replaced there, or moves into the body as the `query_string` that
 * Elasticsearch makes of it, where boosts or filters must stand around it.
 */
export function writeUrlQuery(request: SearchRequest, reading: Reading): Written {
  const { query } = reading;
  const parameters = readParameters(request.queryString);
  const all = parameters.get('default_operator')?.toLowerCase() === 'and';
  const asSlots = !reading.isPlain || reading.isCut;
  const slots = asSlots ? slotsInSyntax(reading, { kind: 'query_string', all }) : undefined;
  const kept = asSlots && slots === undefined ? [{ keptClause: 'q' }] : [];
  const words = slots ?? (query.text === query.typed ? query.typed : plainInSyntax(query.text));
  const around = surroundings(query, [{ path: undefined, fields: fieldsOf(parameters) }], true);
  const notes = [...kept, ...around.notes];
  if (!isBare(around)) {
    const dsl = surround(asQueryString(words, parameters), around);
    return {
      body: withQuery(request.body, dsl),
      queryString: withoutParameters(request.queryString, MOVED),
      notes,
    };
  }
  if (words === query.typed) return { body: request.body, queryString: request.queryString, notes };
  return { body: request.body, queryString: withText(request.queryString, words), notes };
}

function fieldsOf(parameters: ReadonlyMap<string, string>): { name: string; boost: number }[] {
  const field = parameters.get('df');
  return field === undefined ? [] : [{ name: field, boost: 1 }];
}

function withText(queryString: string, words: string): string {
  return queryString
    .split('&')
    .map((pair) => (pair.startsWith('q=') ? `q=${encodeURIComponent(words)}` : pair))
    .join('&');
}

/** The `query_string` that Elasticsearch makes of `q` and its companions. */
export function asQueryString(words: string, parameters: ReadonlyMap<string, string>): Dsl {
  const options: Record<string, Dsl> = { query: text(words) };
  for (const [parameter, option] of OPTIONS) {
    const value = parameters.get(parameter);
    // A switch without a value is on.
    if (value !== undefined) options[option] = text(value === '' ? 'true' : value);
  }
  return object({ query_string: object(options) });
}

/** A body without a query, with one. */
function withQuery(body: Uint8Array, dsl: Dsl): Uint8Array {
  if (body.length === 0) return Buffer.from(object({ query: dsl }));
  const { root } = parseDocument(body);
  const isEmpty = root.members().next().done === true;
  const at = root.start + 1;
  return splice(body, [{ start: at, end: at, bytes: Buffer.from(`"query":${dsl}${isEmpty ? '' : ','}`) }]);
}
