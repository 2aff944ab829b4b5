import { type Candidate, documentKey } from '../../domain/candidate.ts';
import type { EngineAnswer } from '../../domain/engine.ts';
import type { SearchOutcome } from '../../domain/search.ts';
import {
  assembleAnswer,
  candidatesOf,
  orderOf,
  type RankedHit,
  readAnswer,
  type SearchAnswer,
} from '../../search-api/answer.ts';
import { compile } from '../../search-api/compile.ts';
import { applyFilterPath, type FilterPath } from '../../search-api/filter-path.ts';
import { beyondRequest, hydrationRequest, type Rewritten } from '../../search-api/window/hit-requests.ts';
import type { Sendable } from '../../search-api/window/window-request.ts';
import type { FrozenWindows } from './frozen-windows.ts';
import type { Improved } from './improve.ts';

/** What is shown of a search. */
export interface Page {
  /** The answer, ready but for `took`. */
  readonly answer: SearchAnswer;
  readonly order: readonly RankedHit[];
  /** In the same order. */
  readonly candidates: readonly Candidate[];
  /** Of all pages; undefined where leg 1's answer says it. */
  readonly maxScore: number | undefined;
}

/** What a caller gets: a page, or instead of it an answer that has none. */
export type Shown =
  | { readonly kind: 'page'; readonly page: Page }
  /** Leg 1's answer, or the engine's when it was asked for the hits. */
  | { readonly kind: 'answer'; readonly answer: EngineAnswer };

/**
 * What the caller of a search gets.
 * @throws GatewayError `upstream_*` when the engine does not answer
 */
export async function show(windows: FrozenWindows, improved: Improved): Promise<Shown> {
  const { answer } = improved.outcome;
  if (answer.status !== 200) return { kind: 'answer', answer };
  try {
    return { kind: 'page', page: await pageOf(windows, improved) };
  } catch (error) {
    if (error instanceof RefusedHits) return { kind: 'answer', answer: error.answer };
    throw error;
  }
}

/** The engine would not give the hits of a page. */
class RefusedHits extends Error {
  readonly answer: EngineAnswer;

  constructor(answer: EngineAnswer) {
    super(`the engine answered ${answer.status} when asked for a page's hits`);
    this.answer = answer;
  }
}

/** The page that the caller asked for, of a search whose leg 1 was answered with 200. */
async function pageOf(windows: FrozenWindows, improved: Improved): Promise<Page> {
  const { outcome, request, frozen } = improved;
  const answer = readAnswer(outcome.answer.body);
  if (outcome.window === 0) {
    const order = orderOf(answer, outcome.candidates);
    return { answer, order, candidates: outcome.candidates, maxScore: undefined };
  }
  const hits = new Hits(improved);
  const found = await hits.ranked(outcome.candidates);
  const complete = frozen?.complete ?? answer.hits.length < outcome.window;
  if (found.all !== frozen?.candidates) {
    windows.put(improved.key(), {
      candidates: found.all,
      query: outcome.query,
      relaxed: outcome.relaxed,
      degraded: outcome.degraded,
      complete,
    });
  }
  const missing = request.size - found.page.length;
  const beyond = complete || missing === 0 ? [] : await hits.beyond(found.all, missing);
  const candidates = [...found.page, ...beyond];
  return {
    answer,
    order: hits.orderOf(candidates),
    candidates,
    maxScore: found.all[0]?.score ?? undefined,
  };
}

/** The page's own bytes: leg 1's answer with the page's hits in its order. */
export function bodyOf(
  { answer, order, maxScore }: Page,
  { from, tookMs, filterPath }: { from: number; tookMs: number | null; filterPath: FilterPath | null },
): Buffer {
  const best = maxScore === undefined ? {} : { maxScore };
  const body = assembleAnswer(answer, { order, tookMs, from, ...best });
  return filterPath === null ? body : (applyFilterPath(body, filterPath) ?? body);
}

/** Whether a search found nothing at all, on no page. */
export function foundNothing({ answer, window, candidates }: SearchOutcome): boolean {
  if (answer.status !== 200 || (window > 0 && candidates.length > 0)) return false;
  const { total, hits } = readAnswer(answer.body);
  return total === null ? hits.length === 0 : total.value === 0;
}

/** Hits that are gone when they are asked for make room for others, so often. */
const ROUNDS = 3;

/** The hits of one page, as they are asked for. */
class Hits {
  readonly #improved: Improved;
  readonly #rewritten: Rewritten;
  readonly #answers: SearchAnswer[] = [];

  constructor(improved: Improved) {
    const { request, outcome, index } = improved;
    this.#improved = improved;
    this.#rewritten = { ...compile(request, outcome.query, index), preference: improved.preference() };
  }

  /**
   * The ranked documents on the page. Those that the engine does not give any more (deleted, or hidden from the
   * caller) are no longer ranked, and the next ones take their places.
   */
  async ranked(
    candidates: readonly Candidate[],
  ): Promise<{ readonly all: readonly Candidate[]; readonly page: readonly Candidate[] }> {
    const { from, size } = this.#improved.request;
    const seen = new Set<string>();
    const gone = new Set<string>();
    let all = candidates;
    for (let round = 0; round < ROUNDS; round += 1) {
      const unseen = all.slice(from, from + size).filter((candidate) => !seen.has(documentKey(candidate)));
      if (unseen.length === 0) break;
      const answer = await this.#ask(hydrationRequest(this.#rewritten, unseen));
      const given = new Set(answer.hits.map(documentKey));
      for (const candidate of unseen)
        (given.has(documentKey(candidate)) ? seen : gone).add(documentKey(candidate));
      if (unseen.every((candidate) => seen.has(documentKey(candidate)))) break;
      all = all.filter((candidate) => !gone.has(documentKey(candidate)));
    }
    return {
      all,
      page: all.slice(from, from + size).filter((candidate) => seen.has(documentKey(candidate))),
    };
  }

  /** Hits in the engine's order behind all that was ranked. */
  async beyond(shown: readonly Candidate[], size: number): Promise<readonly Candidate[]> {
    const from = Math.max(0, this.#improved.request.from - shown.length);
    const answer = await this.#ask(beyondRequest(this.#rewritten, { shown, from, size }));
    const last = shown.at(-1)?.score ?? null;
    return candidatesOf(answer, 'lexical').map((candidate) => ({
      ...candidate,
      // The ranks of a list that goes on behind another list are nobody's.
      legs: [],
      score: last === null || candidate.score === null ? candidate.score : Math.min(candidate.score, last),
    }));
  }

  orderOf(candidates: readonly Candidate[]): readonly RankedHit[] {
    return orderOf(this.#answers, candidates);
  }

  async #ask({ body, queryString }: Sendable): Promise<SearchAnswer> {
    const { signal } = this.#improved;
    const answer = await this.#improved.ask({ body, queryString, signal });
    if (answer.status !== 200) throw new RefusedHits(answer);
    const read = readAnswer(answer.body);
    this.#answers.push(read);
    return read;
  }
}
