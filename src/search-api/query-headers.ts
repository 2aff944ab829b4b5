import type { Decoration, Query } from '../domain/query.ts';

/** Longest value that is sent. */
const HEADER_BYTES = 4096;

/**
 * What the answer says of the query beside its status, as raw headers: `Relevance-Query` where something looked
 * mistyped, `Relevance-Decorations` where rules or stages send something to the app. A value past 4 KiB is left out,
 * or as many decorations from its end.
 */
export function queryHeaders({ spelling, instructions }: Query): readonly string[] {
  const headers: string[] = [];
  if (spelling !== null) {
    const { original, used, suggested, outcome } = spelling;
    // A dictionary of RFC 8941: strings are percent-encoded UTF-8.
    const texts = Object.entries({ original, used, suggested }).map(
      ([name, text]) => `${name}="${encode(text)}"`,
    );
    const value = [...texts, `outcome=${outcome}`].join(', ');
    if (value.length <= HEADER_BYTES) headers.push('Relevance-Query', value);
  }
  const decorations = decorationsJson(instructions.decorations);
  if (decorations !== undefined) headers.push('Relevance-Decorations', decorations);
  return headers;
}

/** JSON in ASCII, so that any client can read it as it stands. */
function decorationsJson(decorations: readonly Decoration[]): string | undefined {
  for (let count = decorations.length; count > 0; count -= 1) {
    const list = decorations.slice(0, count).map(({ key, value, origin }) => ({ key, value, origin }));
    const json = JSON.stringify(list).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    if (json.length <= HEADER_BYTES) return json;
  }
  return undefined;
}

/** As `encodeURIComponent`, which throws on half a surrogate pair: a buffer holds none. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replaceAll("'", '%27');
}
