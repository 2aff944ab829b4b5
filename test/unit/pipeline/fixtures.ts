import type { EngineAnswer } from '../../../src/domain/engine.ts';
import { NO_SEARCH_METER } from '../../../src/domain/search-meter.ts';
import type { Search } from '../../../src/domain/search.ts';
import type { QueryStage, RankStage, RetrieveStage, StageContext } from '../../../src/pipeline/stage.ts';

/** A search of nothing in particular; tests override what they are about. */
export function aSearch(overrides: Partial<Search> = {}): Search {
  return {
    request: {
      indices: ['products'],
      headers: [],
      queryString: '',
      body: Buffer.from('{}'),
      text: 'red shoes',
      clauses: [],
      from: 0,
      size: 10,
    },
    index: undefined,
    context: new Map(),
    signal: new AbortController().signal,
    ranking: () => 'open',
    preference: () => 'test',
    accepted: () => true,
    frozen: undefined,
    send: async () => anAnswer(),
    search: async () => anAnswer(),
    count: async (texts) => texts.map(() => null),
    hits: async () => null,
    ...overrides,
  };
}

/** What a stage sees of such a search; what it delivers and notes goes nowhere. */
export function aContext(overrides: Partial<StageContext> = {}): StageContext {
  const nowhere = (): void => {};
  const { request, index, context, signal, send, preference, search, count, hits } = aSearch();
  return {
    request,
    index,
    context,
    signal,
    span: undefined,
    send,
    preference,
    search,
    count,
    hits,
    window: 0,
    fields: [],
    deliver: nowhere,
    degrade: nowhere,
    waited: nowhere,
    meter: NO_SEARCH_METER,
    note: nowhere,
    ...overrides,
  };
}

export function anAnswer(status = 200): EngineAnswer {
  return { status, headers: [], body: Buffer.from('{}') };
}

export function queryStage(
  name: string,
  run: QueryStage['run'],
  onError: 'skip' | 'fail' = 'skip',
): QueryStage {
  return { name, kind: 'query', onError, run };
}

/** Leg 1: sends the caller's request and finds one document per id. */
export function leg(name: string, ids: readonly string[]): RetrieveStage {
  return {
    name,
    kind: 'retrieve',
    onError: 'fail',
    async run(_query, ctx) {
      ctx.deliver(await ctx.send(ctx.request.body, ''), ids.length);
      return ids.map((id, at) => ({
        index: 'products',
        id,
        score: ids.length - at,
        legs: [{ leg: name, rank: at + 1, score: ids.length - at }],
        fields: {},
        notes: [],
      }));
    },
  };
}

export function rankStage(name: string, run: RankStage['run']): RankStage {
  return { name, kind: 'rank', onError: 'skip', run };
}
