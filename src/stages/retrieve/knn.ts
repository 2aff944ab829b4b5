import type { IndexDescription } from '../../domain/catalog.ts';
import { withoutModel } from '../../domain/inference.ts';
import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RetrieveStage } from '../../pipeline/stage.ts';
import { nearestLeg } from '../../search-api/window/leg-request.ts';
import { foundBy } from './found-by.ts';
import type { Refusals } from './knn/refusals.ts';
import { type Encoders, vectorsOf } from './knn/vectors-of.ts';

export interface KnnDependencies {
  readonly encoders: Encoders;
  /** Tells that an index and its encoder do not fit; null that they do. Called with every search, so keep it cheap. */
  readonly alarm: (index: string, fault: string | null) => void;
  readonly refusals: Refusals;
}

const DEADLINE_MS = 200;
/** Below this cosine, two texts have nothing to do with one another in most encoders. */
const SIMILARITY = 0.35;
/** What is mostly taken letter by letter lies near anything: other scripts than the encoder’s, keys that a cat walked over. */
const READ_SHARE = 0.5;
/** Vectors of a shard that are looked at for each that is wanted; more finds little more. */
const CANDIDATES_EACH = 2;
const MOST_CANDIDATES = 10_000;

/**
 * Finds documents whose vectors lie near that of the query, held to the caller's filters. There is such a leg where
 * the mapping's `_meta.relevance` names an encoder that is loaded, and a vector field of its size, while the engine
 * does not refuse to search it. Options:
 * `similarity` (least cosine; `_meta.relevance.similarity` of an index goes before it), `encodeMs` (most time for the
 * query's vector), `readShare` (of a query's letters that the encoder has words or parts of words for; of others it looks
 * for nothing).
 */
export function knn(
  { encoders, alarm, refusals }: KnnDependencies,
  given: Readonly<Record<string, unknown>> = {},
): RetrieveStage {
  const options = new StageOptions('knn', given);
  const similarity = options.number('similarity', { min: -1, max: 1, fallback: SIMILARITY });
  const budgetMs = options.number('encodeMs', { min: 1, max: 10_000, fallback: 60 });
  const leastRead = options.number('readShare', { min: 0, max: 1, fallback: READ_SHARE });
  options.end();
  const vectorsIn = (index: IndexDescription | undefined) => {
    const vectors = vectorsOf(index, encoders);
    if (index === undefined || vectors === undefined) return undefined;
    if (vectors.kind === 'away') return vectors;
    alarm(index.name, vectors.kind === 'misfit' ? vectors.fault : refusals.faultOf(index.name));
    return vectors.kind === 'vectors' ? vectors : undefined;
  };
  return {
    name: 'knn',
    kind: 'retrieve',
    onError: 'skip',
    deadlineMs: DEADLINE_MS,
    byMeaning: true,
    applies: ({ wordless }, { index }) =>
      !wordless && index !== undefined && vectorsIn(index) !== undefined && refusals.allow(index.name),
    async run(query, ctx) {
      const { index } = ctx;
      const vectors = vectorsIn(index);
      if (index === undefined || vectors === undefined) return [];
      if (vectors.kind === 'away') {
        ctx.note({ encoder: 'closed', detail: 'what runs the models is not there' });
        ctx.degrade();
        return [];
      }
      const { encoder, field } = vectors;
      const { signal, window: size, fields } = ctx;
      const traceparent = ctx.span?.traceparent;
      const encoding = await encoder.encode([meant(query)], { as: 'query', signal, budgetMs, traceparent });
      if (encoding.kind === 'unanswered') {
        ctx.note({ encoder: encoding.reason, detail: encoding.detail });
        ctx.degrade(withoutModel(encoding.reason));
        return [];
      }
      const { readShare = 1 } = encoding;
      if (readShare < leastRead) {
        ctx.note({ readShare: Number(readShare.toFixed(2)), needed: leastRead });
        return [];
      }
      const body = nearestLeg(ctx.request, query, {
        field,
        vector: encoding.vectors,
        size,
        candidates: Math.min(MOST_CANDIDATES, size * CANDIDATES_EACH),
        similarity: vectors.similarity ?? similarity,
        fields,
      });
      const answer = await ctx.search({ body, signal });
      refusals.answered(index.name, answer.status);
      return foundBy('knn', answer, ctx);
    },
  };
}

/** What the user meant, where that is known to differ from what they typed. */
function meant({ text, spelling }: Query): string {
  return spelling?.outcome === 'replaced' ? spelling.used : text;
}
