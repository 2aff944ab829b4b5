import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EngineAnswer, RawHeaders, SearchEngine } from '../../domain/engine.ts';
import type { TraceSpan } from '../../domain/trace.ts';
import { countRequest, readCounts } from '../../search-api/count-texts.ts';
import { legHeaders } from '../../search-api/leg-headers.ts';
import { type AcceptedCredentials, credentialsOf } from '../search/credentials.ts';
import { legRequest } from '../search/leg.ts';
import { headerOf } from '../search/raw-headers.ts';

const KEEP_MS = 60_000;
const KEEP_TEXTS = 100_000;

export interface VisibleQuestion {
  readonly index: string;
  /** The caller's own. */
  readonly headers: RawHeaders;
  /** Of the request, where its trace is recorded. */
  readonly span?: TraceSpan | undefined;
  readonly texts: readonly string[];
  /** Asked where there is no text to ask for, and the engine does not know the caller. */
  readonly otherwise: string;
}

/** The texts that the caller may know of; or what the engine answered that refuses the caller. */
export type Visible =
  | { readonly kind: 'known'; readonly texts: ReadonlySet<string> }
  | { readonly kind: 'refused'; readonly answer: EngineAnswer };

/**
 * Which texts stand in a document that the caller may see: one request with the caller's credentials counts those that
 * nobody with the same ones asked for within the last minute.
 */
export interface VisibleTexts {
  /** @throws GatewayError `upstream_*` when the engine does not answer */
  ask(question: VisibleQuestion, signal: AbortSignal): Promise<Visible>;
  /** What is known without asking. */
  known(question: VisibleQuestion): ReadonlySet<string>;
  /** What the engine calls itself; its clients look for it on every answer. Undefined before the first one. */
  product(): string | undefined;
}

export function createVisibleTexts(engine: SearchEngine, accepted: AcceptedCredentials): VisibleTexts {
  const remembered = new LRUCache<string, boolean>({ max: KEEP_TEXTS, ttl: KEEP_MS });
  let product: string | undefined;

  async function count(
    { index, headers, span, otherwise }: VisibleQuestion,
    texts: readonly string[],
    signal: AbortSignal,
  ) {
    const { path, body } = countRequest(
      { indices: [index], clauses: [] },
      texts.length === 0 ? [otherwise] : texts,
    );
    const head = {
      method: 'POST',
      path,
      headers: [...jsonHeaders(headers), 'content-type', 'application/x-ndjson'],
      span,
    };
    return engine.exchange(legRequest(head, body, ''), signal);
  }

  function known({ index, headers, texts }: VisibleQuestion): ReadonlySet<string> {
    const scope = scopeOf(index, headers);
    return new Set(texts.filter((text) => remembered.get(scope + text) === true));
  }

  return {
    known,
    product: () => product,
    async ask(question, signal) {
      const { index, headers, texts } = question;
      const scope = scopeOf(index, headers);
      const missing = texts.filter((text) => remembered.get(scope + text) === undefined);
      if (missing.length === 0 && accepted.has(headers)) return { kind: 'known', texts: known(question) };
      const answer = await count(question, missing, signal);
      accepted.heard(headers, answer.status);
      if (answer.status !== 200) return { kind: 'refused', answer };
      product = headerOf(answer.headers, 'x-elastic-product');
      const counts = readCounts(answer.body, missing.length);
      missing.forEach((text, at) => remembered.set(scope + text, (counts[at] ?? 0) > 0));
      const found = new Set(missing.filter((_, at) => (counts[at] ?? 0) > 0));
      return { kind: 'known', texts: new Set([...found, ...known(question)]) };
    },
  };
}

/** What the caller sent as a body, if any, was for the gateway. */
function jsonHeaders(headers: RawHeaders): RawHeaders {
  const kept = legHeaders(headers);
  return kept.filter((_, at) => !/^(content-type|accept)$/i.test(kept[at - (at % 2)]!));
}

function scopeOf(index: string, headers: RawHeaders): string {
  const hash = createHash('sha256').update(JSON.stringify([index, credentialsOf(headers)]));
  return `${hash.digest('base64')} `;
}
