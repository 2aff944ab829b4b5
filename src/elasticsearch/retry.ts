/** POSTs that only read. */
const READING_POST =
  /^\/(?:[^/?]+\/)?_(?:search(?:\/template)?|msearch(?:\/template)?|count|mget|mtermvectors|field_caps|search_shards|validate\/query|rank_eval|analyze)(?:\?|$)|^\/[^/?]+\/_(?:explain|termvectors)\/[^/?]+(?:\?|$)/;
/** Reads that leave something behind: a context to be paged through or closed. */
const KEEPS_STATE = /\/scroll(?:[/?]|$)|[?&]scroll=|\/_pit(?:[/?]|$)|\/_async_search/;

/** Whether a request may be sent twice without doing anything twice. */
export function isIdempotent(method: string, path: string): boolean {
  if (KEEPS_STATE.test(path)) return false;
  return method === 'GET' || method === 'HEAD' || (method === 'POST' && READING_POST.test(path));
}
