import type { AskedSearch } from '../../../admin-api/explain.ts';
import type { PageParameters } from '../../state/hash.ts';
import { fromAddress, inAddress } from '../../state/kept-texts.ts';
import { parseContext } from '../context-text.ts';

/** A search that pages ask for, as it stands in the address: words, or a whole request. */
export interface Asked {
  readonly q: string;
  /** JSON of a search body; empty: the words are asked for. */
  readonly body: string;
  readonly index: string;
  readonly context: string;
}

export const NOTHING_ASKED: Asked = { q: '', body: '', index: 'products', context: '' };

/** @returns undefined where the address means a request that this tab does not have */
export function askedIn(parameters: PageParameters): Asked | undefined {
  const { q, body, index, context } = { ...NOTHING_ASKED, ...parameters };
  const text = fromAddress(body);
  return text === undefined ? undefined : { q: text === '' ? q : '', body: text, index, context };
}

export function isAsked({ q, body }: Asked): boolean {
  return q !== '' || body !== '';
}

export function parametersOf({ q, body, index, context }: Asked): PageParameters {
  return body === '' ? { q, index, context } : { body: inAddress(body), index, context };
}

/** The part of a request to the admin API that says what is searched. */
export function searchOf({ q, body, index, context }: Asked): AskedSearch {
  return {
    index,
    ...(body === '' ? { query: q } : { body }),
    context: parseContext(context) ?? {},
  };
}

/** What an app would write to look for words, as the admin API does for `query`. */
export function bodyForWords(words: string, fields: readonly string[], size: number): string {
  const where = fields.length === 0 ? {} : { fields };
  return JSON.stringify({ query: { multi_match: { query: words, ...where } }, size }, null, 2);
}
