import { Agent, request } from 'undici';
import { createBreaker } from '../../domain/breaker.ts';
import type { DependencyHealth } from '../../domain/catalog.ts';
import type { CrossEncoder, ScoreOptions, Scoring } from '../../domain/cross-encoder.ts';
import { messageOf } from '../fault.ts';
import { inTime, unanswered } from '../in-time.ts';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import type { Time } from '../../domain/time.ts';
import { createScoreCache, type PairScores } from '../score-cache.ts';
import { requestSpan } from '../trace.ts';
import { PROTOCOLS, type RerankApi } from './protocols.ts';

export interface RemoteOptions {
  readonly url: string;
  readonly api: RerankApi;
  /** What the service calls its model; null where it has but one. */
  readonly model: string | null;
  readonly apiKey: string | null;
  /** PEM of the authority that signed its certificate; null for the system's. */
  readonly ca: string | null;
  /** Most texts in one question; more are asked in several. */
  readonly batchTexts: number;
  /** Most texts that are sent at all; the rest keeps its place. */
  readonly depth: number;
  /** Questions under way at once; more are not answered. */
  readonly concurrency: number;
  /** Pairs whose scores are remembered for a while; 0 is none. */
  readonly remember: number;
  readonly time: Time;
  readonly meter: InferenceMeter;
}

export interface RemoteCrossEncoder extends CrossEncoder {
  /** As its scores are remembered under. */
  readonly modelId: string;
  health(): DependencyHealth;
  close(): Promise<void>;
}

interface Question {
  readonly query: string;
  /** Of all texts. */
  readonly count: number;
  /** Scores of the texts that are looked at, where they are remembered. */
  readonly known: readonly (number | undefined)[];
  /** The other ones, in order. */
  readonly missing: readonly string[];
  readonly remembered: PairScores;
}

/** Of one question. */
type Asker = Pick<ScoreOptions, 'signal' | 'traceparent'>;

const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
/** A service may change its model and say nothing. */
const REMEMBERED_MS = 10 * 60_000;
/** No service reads further, and texts may be megabytes. */
const MOST_CHARACTERS = 8192;

/** A reranker of somebody's, over HTTP. Whatever it does but answer rightly and in time is no answer. */
export function createRemoteCrossEncoder(options: RemoteOptions): RemoteCrossEncoder {
  const { url, model, apiKey, ca, concurrency, time, meter } = options;
  const protocol = PROTOCOLS[options.api];
  const modelId = `${model ?? 'remote'}@${new URL(url).host}`;
  const agent = new Agent({
    connections: concurrency,
    connect: ca === null ? {} : { ca },
    maxResponseSize: MOST_ANSWER_BYTES,
  });
  const breaker = createBreaker(time);
  const scores = createScoreCache(options.remember, { ttlMs: REMEMBERED_MS, clock: time });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  const about = { 'http.request.method': 'POST', 'server.address': new URL(url).host };
  let open = 0;
  let last = 'not asked yet';

  async function ask(query: string, texts: readonly string[], asker: Asker): Promise<readonly number[]> {
    const body = JSON.stringify(protocol.body({ query, texts, model }));
    return requestSpan(asker.traceparent, about, async (traced) => {
      const answer = await request(url, {
        method: 'POST',
        headers: { ...headers, ...traced },
        body,
        signal: asker.signal,
        dispatcher: agent,
      });
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        throw new Error(`it answered ${answer.statusCode}`);
      }
      return protocol.scores(await answer.body.json(), texts.length);
    });
  }

  async function askAll(query: string, texts: readonly string[], asker: Asker): Promise<readonly number[]> {
    const batches: Promise<readonly number[]>[] = [];
    for (let at = 0; at < texts.length; at += options.batchTexts) {
      batches.push(ask(query, texts.slice(at, at + options.batchTexts), asker));
    }
    return (await Promise.all(batches)).flat();
  }

  /** What of a question is remembered and what has to be asked. */
  function look(query: string, texts: readonly string[]): Question {
    const sent = texts.slice(0, options.depth).map((text) => text.slice(0, MOST_CHARACTERS));
    const remembered = scores.of(modelId, query);
    const known = sent.map((text) => remembered.get(text));
    const missing = sent.filter((_, at) => known[at] === undefined);
    meter.cache({ cache: 'scores', hits: sent.length - missing.length, misses: missing.length });
    return { query, count: texts.length, known, missing, remembered };
  }

  async function score(
    { query, count, known, missing, remembered }: Question,
    asker: Asker,
  ): Promise<Scoring> {
    const given = await askAll(query, missing, asker);
    for (const [at, text] of missing.entries()) remembered.set(text, given[at]!);
    const fresh = given.values();
    const all = known.map((one) => one ?? fresh.next().value ?? null);
    const isShallow = known.length < count;
    const unread = Array<null>(count - known.length).fill(null);
    return {
      kind: 'scored',
      passes: [{ modelId, scores: [...all, ...unread], depth: known.length }],
      shrunk: isShallow ? 'depth' : 'none',
    };
  }

  async function guarded(run: () => Promise<Scoring>): Promise<Scoring> {
    if (open >= concurrency) return unanswered('shed', 'too many questions wait for the remote reranker');
    if (!breaker.allows()) return unanswered('closed', `the remote reranker fails: ${last}`);
    open++;
    try {
      const scoring = await run();
      if (scoring.kind === 'scored') breaker.succeeded();
      // A caller who gives up says nothing about the service.
      else if (scoring.reason !== 'cancelled') breaker.failed();
      last = scoring.kind === 'scored' ? 'it answers' : scoring.detail;
      return scoring;
    } finally {
      open--;
    }
  }

  return {
    modelId,
    async score(query, texts, limits) {
      const question = look(query, texts);
      const run = (): Promise<Scoring> =>
        inTime<Scoring>(limits, time, async (signal) => {
          try {
            return await score(question, { signal, traceparent: limits.traceparent });
          } catch (error) {
            return unanswered('failed', messageOf(error));
          }
        });
      // What needs no service says nothing about it, and is there while it is not.
      const scoring = await (question.missing.length === 0 ? run() : guarded(run));
      const isScored = scoring.kind === 'scored';
      meter.request({
        kind: 'score',
        outcome: isScored ? 'scored' : scoring.reason,
        shrunk: isScored ? scoring.shrunk : 'none',
      });
      return scoring;
    },
    health: () => ({
      name: 'remote reranker',
      state: breaker.isOpen() ? 'degraded' : 'up',
      detail: `${new URL(url).host}: ${last}`,
    }),
    close: () => agent.close(),
  };
}
