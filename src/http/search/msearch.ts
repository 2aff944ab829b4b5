import { NOT_DEGRADED } from '../../domain/degraded.ts';
import type { EngineAnswer } from '../../domain/engine.ts';
import { loggerIn } from '../../domain/logger.ts';
import type { LegSearch, SearchOutcome } from '../../domain/search.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';
import { assembleMsearch, asMsearchItem, readMsearchAnswer } from '../../search-api/answer-msearch.ts';
import { legHeaders } from '../../search-api/leg-headers.ts';
import {
  headerOf,
  joinMsearch,
  type MsearchReplacement,
  type MsearchRequestItem,
  readMsearch,
} from '../../search-api/msearch.ts';
import type { Improvable } from '../../search-api/read-search.ts';
import { applied, bypass, serverTiming, statusList } from '../../search-api/status-header.ts';
import { Gather } from './gather.ts';
import { improve, type Improved, type Improvement } from './improve.ts';
import { legRequest, mayBeOurFault } from './leg.ts';
import type { Looked, Verdict } from './looked.ts';
import { bodyOf, foundNothing, show, type Shown } from './page.ts';
import { reply } from './respond.ts';
import type { SearchServices } from './services.ts';

/** How one item ended: improved, or as the caller wrote it and why. */
type ItemEnd =
  | { readonly kind: 'improved'; readonly improved: Improved; readonly shown: Shown }
  | { readonly kind: 'own'; readonly reason: string };

/**
 * Improves the items of one `_msearch` that can be improved. Their legs go out as one `_msearch` again, beside the
 * items that stay as they are, so that order, inherited headers and concurrency remain Elasticsearch's.
 */
export async function runMsearch(services: SearchServices, looked: Looked): Promise<Verdict> {
  const { target, headers, body, plan } = looked;
  if (new URLSearchParams(target.queryString).has('filter_path'))
    return { kind: 'bypass', reason: 'filter_path' };
  const read = readMsearch({ target, headers, body, maxItems: plan.limits.msearchItems });
  if (read.kind === 'bypass') return read;
  const { items } = read;
  const ours = improvable(services, looked, items);
  if (ours.size === 0) {
    const states = items.map((item) =>
      bypass(item.read.kind === 'bypass' ? item.read.reason : 'not_improved'),
    );
    return { kind: 'bypass', reason: 'no_item', status: statusList(states) };
  }
  looked.span?.setQueryText('relevance.query', () =>
    [...ours.values()].map(({ request }) => request.text).join('\n'),
  );
  const startedMs = services.clock.now();
  const round = new Round(services, looked, items);
  const ends = await round.run(ours);
  const { answer } = round;
  if (answer.status !== 200) {
    if (mayBeOurFault(answer)) return { kind: 'bypass', reason: 'rejected' };
    await reply({ response: looked.response, requestHeaders: headers, answer, body: answer.body, added: [] });
    return { kind: 'answered', degraded: NOT_DEGRADED, candidates: 0 };
  }
  const own = await round.ownAnswers(ends);
  const slices = items.map((_, at) => own.get(at) ?? improvedSlice(ends.get(at)) ?? round.slice(at));
  const tookMs = services.clock.now() - startedMs;
  const outcomes = [...ends.values()].flatMap((end) => outcomeOf(end) ?? []);
  const degraded = new Map(outcomes.flatMap((outcome) => [...outcome.degraded]));
  const candidates = outcomes.reduce((sum, outcome) => sum + outcome.candidates.length, 0);
  await reply({
    response: looked.response,
    requestHeaders: headers,
    answer,
    body: assembleMsearch(readMsearchAnswer(answer.body), slices, tookMs),
    added: [
      'Relevance-Status',
      statusList(items.map((item, at) => stateOf(item, ends.get(at), plan.version))),
      'Server-Timing',
      serverTiming([], tookMs),
      ...looked.traceHeaders(items.map((_, at) => outcomeOf(ends.get(at)))),
    ],
  });
  return { kind: 'answered', degraded, candidates };
}

/** The items whose every index is ours to improve. */
function improvable(
  services: SearchServices,
  { plan }: Looked,
  items: readonly MsearchRequestItem[],
): ReadonlyMap<number, Improvable> {
  const ours = new Map<number, Improvable>();
  items.forEach(({ read }, at) => {
    if (read.kind === 'bypass' || read.filterPath !== null) return;
    const { indices } = read.request;
    if (indices.every((name) => plan.improves(name, services.catalog.describe(name)))) ours.set(at, read);
  });
  return ours;
}

function stateOf({ read }: MsearchRequestItem, end: ItemEnd | undefined, version: string): string {
  if (end === undefined) return bypass(read.kind === 'bypass' ? read.reason : 'not_improved');
  if (end.kind === 'own') return bypass(end.reason);
  const { degraded, shed, relaxed } = end.improved.outcome;
  return applied({ version, degraded: [...degraded.keys()], shed, relaxed });
}

function outcomeOf(end: ItemEnd | undefined): SearchOutcome | undefined {
  return end?.kind === 'improved' ? end.improved.outcome : undefined;
}

function improvedSlice(end: ItemEnd | undefined): Buffer | undefined {
  if (end?.kind !== 'improved') return undefined;
  const { shown, improved } = end;
  if (shown.kind === 'answer') return asMsearchItem(shown.answer.body, shown.answer.status);
  const { from } = improved.request;
  return asMsearchItem(bodyOf(shown.page, { from, tookMs: null, filterPath: null }), 200);
}

/** The requests that one `_msearch` becomes: one with all legs, and one more for items that must be as written. */
class Round {
  readonly #services: SearchServices;
  readonly #looked: Looked;
  readonly #items: readonly MsearchRequestItem[];
  #answer: EngineAnswer | undefined;
  #slices: readonly Buffer[] = [];
  /** Items that were sent by their pipelines; the others went out as the caller wrote them. */
  readonly #sent = new Set<number>();

  constructor(services: SearchServices, looked: Looked, items: readonly MsearchRequestItem[]) {
    this.#services = services;
    this.#looked = looked;
    this.#items = items;
  }

  /** The answer to the request with all legs. */
  get answer(): EngineAnswer {
    if (this.#answer === undefined) throw new Error('no item asked for its leg');
    return this.#answer;
  }

  /** An item's bytes as the engine sent them. */
  slice(at: number): Buffer {
    const slice = this.#slices[at];
    if (slice === undefined) throw new Error(`the engine answered no item ${at}`);
    return slice;
  }

  async run(ours: ReadonlyMap<number, Improvable>): Promise<ReadonlyMap<number, ItemEnd>> {
    const gather = new Gather<MsearchReplacement>(ours.size, (all) => this.#sendAll(all));
    const { context, signal, span, plan } = this.#looked;
    const ends = await Promise.all(
      [...ours].map(async ([at, { request }]): Promise<readonly [number, ItemEnd]> => {
        let sent = false;
        try {
          const improved = await improve(this.#services, {
            request,
            pipeline: this.#looked.pipelineOf(request.indices[0] ?? ''),
            context,
            signal,
            span,
            version: plan.version,
            about: this.#headerOf(at, {}).toString(),
            send: (body, queryString, own) => {
              // The legs of all items went out together; whoever asks again asks alone.
              if (sent) return this.#ask(at, { body, queryString, signal, span: own });
              sent = true;
              return gather.send(at, { header: this.#headerOf(at, { queryString }), body });
            },
            ask: (leg) => this.#ask(at, leg),
          });
          return [at, await endOf(this.#services, improved)];
        } catch (error) {
          const fault = toGatewayError(error);
          if (sent) throw fault;
          gather.withdraw();
          loggerIn(span, this.#services.logger).error(
            { err: fault, cause: fault.cause },
            'a search of an _msearch fell back',
          );
          return [at, { kind: 'own', reason: fault.code }];
        }
      }),
    );
    // Where every pipeline ended before its leg nothing was sent yet.
    if (this.#answer === undefined) await this.#sendAll(new Map());
    return new Map(ends);
  }

  /** Answers to the caller's own searches for items whose rewriting was refused or found nothing. */
  async ownAnswers(ends: ReadonlyMap<number, ItemEnd>): Promise<ReadonlyMap<number, Buffer>> {
    const again = [...ends].flatMap(([at, end]) => (end.kind === 'own' && this.#sent.has(at) ? [at] : []));
    if (again.length === 0) return new Map();
    const items = again.map((at) => this.#items[at]!);
    const answer = await this.#exchange(joinMsearch(this.#looked.body, items, new Map()));
    if (answer.status !== 200) return new Map();
    const read = readMsearchAnswer(answer.body);
    return new Map(
      again.flatMap((at, position) => {
        const slice = read.responses[position];
        return slice === undefined ? [] : [[at, answer.body.subarray(slice.start, slice.end)]];
      }),
    );
  }

  /** The item's header, where the parameters of a search of its own have something to add to it. */
  #headerOf(
    at: number,
    { queryString = '', indices }: { queryString?: string; indices?: readonly string[] },
  ): Buffer {
    const preference = new URLSearchParams(queryString).get('preference') ?? undefined;
    return Buffer.from(headerOf(this.#looked.body, this.#items[at]!, { preference, indices }));
  }

  /** One search by itself, with the item's own header: what belongs to an item goes the way that the item went. */
  async #ask(
    at: number,
    { body, queryString, indices, signal, span }: Parameters<Improvement['ask']>[0],
  ): Promise<EngineAnswer> {
    const header = this.#headerOf(at, { queryString, ...(indices === undefined ? {} : { indices }) });
    const lines = joinMsearch(this.#looked.body, [this.#items[at]!], new Map([[0, { header, body }]]));
    const answer = await this.#exchange(lines, { signal, span });
    if (answer.status !== 200) return answer;
    const [item] = readMsearchAnswer(answer.body).responses;
    if (item === undefined)
      throw new GatewayError('upstream_protocol', 'an _msearch was answered without an item');
    return { ...answer, status: item.status, body: answer.body.subarray(item.start, item.end) };
  }

  async #sendAll(all: ReadonlyMap<number, MsearchReplacement>): Promise<ReadonlyMap<number, EngineAnswer>> {
    const items = [...all.keys()];
    for (const at of items) this.#sent.add(at);
    const answer = await this.#exchange(joinMsearch(this.#looked.body, this.#items, all));
    this.#answer = answer;
    if (answer.status !== 200) return new Map(items.map((at) => [at, answer]));
    const { responses } = readMsearchAnswer(answer.body);
    this.#slices = responses.map(({ start, end }) => answer.body.subarray(start, end));
    return new Map(
      items.map((at) => [
        at,
        { status: responses[at]?.status ?? 200, headers: answer.headers, body: this.slice(at) },
      ]),
    );
  }

  #exchange(
    body: Buffer,
    { signal, span = this.#looked.span }: Pick<LegSearch, 'signal' | 'span'> = this.#looked,
  ): Promise<EngineAnswer> {
    const { target, headers } = this.#looked;
    const head = { method: target.method, path: target.path, headers: legHeaders(headers), span };
    return this.#services.engine.exchange(legRequest(head, body, target.queryString), signal);
  }
}

async function endOf({ windows }: Pick<SearchServices, 'windows'>, improved: Improved): Promise<ItemEnd> {
  const { outcome, changed } = improved;
  if (changed && foundNothing(outcome)) return { kind: 'own', reason: 'no_hits' };
  const shown = await show(windows, improved);
  const refused = shown.kind === 'answer' && changed && mayBeOurFault(shown.answer);
  return refused ? { kind: 'own', reason: 'rejected' } : { kind: 'improved', improved, shown };
}
