import type { IncomingMessage, ServerResponse } from 'node:http';

/** Headers of the gateway's own that a script in a browser may read. */
export const EXPOSED_HEADERS =
  'Relevance-Status, Relevance-Query, Relevance-Decorations, Relevance-Trace, Server-Timing';

/** What the engines take. */
const METHODS = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';
const MAX_AGE_SECONDS = 600;

/**
 * Lets scripts on these origins use the data port. Where the engine allows an origin itself, its own headers win.
 *
 * @param origins `scheme://host[:port]`, or `*` for any; none switches it off: nothing is answered or added then
 * @returns whether the request was a preflight of an allowed origin, which is answered here
 */
export function createCors(
  origins: readonly string[],
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const allowed = new Set(origins.map((origin) => origin.toLowerCase()));
  const any = allowed.has('*');
  return ({ method, headers }, response) => {
    const { origin } = headers;
    if (origin === undefined || !(any || allowed.has(origin.toLowerCase()))) return false;
    const allow = ['Access-Control-Allow-Origin', any ? '*' : origin, ...(any ? [] : ['Vary', 'Origin'])];
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) {
      addToHead(response, [...allow, 'Access-Control-Expose-Headers', EXPOSED_HEADERS]);
      return false;
    }
    allow.push('Access-Control-Allow-Methods', METHODS);
    // `*` would not cover `Authorization`.
    const wanted = headers['access-control-request-headers'];
    if (wanted !== undefined) allow.push('Access-Control-Allow-Headers', wanted);
    allow.push('Access-Control-Max-Age', String(MAX_AGE_SECONDS));
    response.sendDate = false;
    response.writeHead(204, allow).end();
    return true;
  };
}

/**
 * Adds raw headers to a head that is written later, whoever writes it. `setHeader` would not do: Node then keeps only
 * one of several headers of a name, and answers carry several warnings.
 */
function addToHead(response: ServerResponse, added: readonly string[]): void {
  const write = response.writeHead.bind(response) as (...head: readonly unknown[]) => ServerResponse;
  const writeMore = (...head: readonly unknown[]): ServerResponse => {
    const last: unknown = head.at(-1);
    const headers: readonly unknown[] = Array.isArray(last) ? last : [];
    const names = new Set(headers.filter((_, at) => at % 2 === 0).map((name) => String(name).toLowerCase()));
    const missing = added.filter((_, at) => !names.has(added[at - (at % 2)]!.toLowerCase()));
    return write(...(Array.isArray(last) ? head.slice(0, -1) : head), [...headers, ...missing]);
  };
  response.writeHead = writeMore as typeof response.writeHead;
}
