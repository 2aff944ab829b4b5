import { LRUCache } from 'lru-cache';
import type { Candidate } from '../../domain/candidate.ts';
import type { EngineAnswer } from '../../domain/engine.ts';
import { GatewayError } from '../../errors.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RetrieveStage, StageContext } from '../../pipeline/stage.ts';
import { array, object, text } from '../../search-api/compile/dsl.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { understoodQuery } from '../../search-api/window/rewritten-query.ts';
import { categoryOptions } from './category/predicted-category.ts';
import { foundBy } from './found-by.ts';
import { listKey } from './list/list-keys.ts';
import { firstList, type List, listsBody } from './list/read-list.ts';
import { readSwitch } from './rule-switch.ts';

/** Searches an index on the gateway's own account. */
export type AccountSearch = (index: string, body: Uint8Array, signal: AbortSignal) => Promise<EngineAnswer>;

export interface ListDependencies {
  readonly accountSearch: AccountSearch;
}

const DEADLINE_MS = 200;
const MOST_KEYS = 8;
/** Lists that the account read are the same for everybody, and may be this old. */
const KEEP_MS = 30_000;
const KEEP_LISTS = 1000;
const NO_LIST = { key: '', ids: [] } satisfies List;

/**
 * Finds the documents of a list that somebody keeps in an index, such as best-sellers, in its order. The list may be
 * read by the gateway's account; its documents are always asked for as their caller, held to the caller's filters.
 * Options: `index` (needed) of the lists; `keys` (needed), ids of lists with `{query}`, `{intent}` or `{category}` in
 * them, of which the first counts that there is; `ids` (`ids`) the member that holds them; `read` (`caller`,
 * `account`) whose rights read the list; `matching` (true) whether the words must find its documents, too;
 * `size` (20) most documents; `from`, `tag` and `when` as for `category`.
 */
export function list(
  { accountSearch }: ListDependencies,
  given: Readonly<Record<string, unknown>> = {},
): RetrieveStage {
  const options = new StageOptions('list', given);
  const index = options.required('index');
  const templates = options.texts('keys');
  const member = options.text('ids') ?? 'ids';
  const read = options.choice('read', ['caller', 'account'], 'caller');
  const matching = options.flag('matching', true);
  const most = options.number('size', { min: 1, max: 200, fallback: 20 });
  const category = categoryOptions(options);
  const isOn = readSwitch('list', options);
  options.end();
  if (templates.length === 0 || templates.length > MOST_KEYS)
    throw new GatewayError('config_invalid', `stage list: "keys" must be 1 to ${MOST_KEYS} ids of lists`);
  const keysOf = templates.map((template) => listKey(template, category));
  const keysFor = (query: Parameters<(typeof keysOf)[number]>[0]): readonly string[] => [
    ...new Set(keysOf.flatMap((keyOf) => keyOf(query) ?? [])),
  ];

  const kept = new LRUCache<string, List>({ max: KEEP_LISTS, ttl: KEEP_MS });
  async function listFor(keys: readonly string[], ctx: StageContext): Promise<List> {
    const body = listsBody(keys, member);
    const { signal } = ctx;
    if (read === 'caller')
      return firstList(await ctx.search({ body, indices: [index], signal }), keys, member) ?? NO_LIST;
    const name = JSON.stringify(keys);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const found = firstList(await accountSearch(index, body, signal), keys, member) ?? NO_LIST;
    kept.set(name, found);
    return found;
  }

  return {
    name: 'list',
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: DEADLINE_MS,
    applies: (query) => isOn(query) && keysFor(query).length > 0,
    async run(query, ctx) {
      const { key, ids } = await listFor(keysFor(query), ctx);
      // How long a list is may tell of documents that this caller cannot see.
      ctx.note({ list: ids.length === 0 ? null : key });
      if (ids.length === 0) return [];
      const { request, signal, fields } = ctx;
      const listed = object({ ids: object({ values: array(ids.map(text)) }) });
      const dsl = matching
        ? object({
            bool: object({
              must: array([understoodQuery(request, query, ctx.index)]),
              filter: array([listed]),
            }),
          })
        : listed;
      const body = queryLeg({ request, query, dsl }, { size: ids.length, fields });
      const found = foundBy('list', await ctx.search({ body, signal }), ctx);
      return inOrder(found, ids).slice(0, Math.min(most, ctx.window));
    },
  };
}

/** The documents in the order of the list, with scores that fall from its first to its last. */
function inOrder(found: readonly Candidate[], ids: readonly string[]): readonly Candidate[] {
  const places = new Map(ids.map((id, at) => [id, at]));
  const sorted = found.toSorted((a, b) => places.get(a.id)! - places.get(b.id)!);
  return sorted.map((candidate, at) => {
    const score = sorted.length - at;
    return { ...candidate, score, legs: [{ leg: 'list', rank: at + 1, score }] };
  });
}
