import type { CrossEncoder, Scoring, ScoringPass } from '../../domain/cross-encoder.ts';
import { inTime, marginMs, unanswered } from '../in-time.ts';
import type { InferenceMeter } from '../../domain/inference-meter.ts';
import type { LiveModel } from '../model/live-model.ts';
import { climb, type Rung } from '../schedule/ladder.ts';
import { type Claim, URGENCY, type WorkResult } from '../schedule/work.ts';
import type { Time } from '../../domain/time.ts';
import type { Generation } from './generation.ts';
import { byPromise } from './promise.ts';
import type { ScoreCache } from '../score-cache.ts';
import { tokenise } from './tokenise.ts';

export interface CascadeModel {
  readonly model: LiveModel;
  /** Most texts it looks at. */
  readonly depth: number;
}

/** Models to be asked one after the other, the cheapest first, and where they run. */
export interface Cascade {
  readonly generation: Generation;
  readonly models: readonly CascadeModel[];
}

export interface LocalCrossEncoderOptions {
  /** What is live now; undefined where there is nothing. */
  cascade(): Cascade | undefined;
  readonly scores: ScoreCache;
  readonly time: Time;
  readonly meter: InferenceMeter;
}

/** What a text is taken to have before any was read. */
const GUESSED_TOKENS = 32;
/** How fast that follows what is read. */
const LEARNING = 0.1;
/** A request for so few texts does not wait for those that ask for many. */
const BRIEF_TEXTS = 10;
/** Batches that the lengths of a list's texts make. */
const GUESSED_LENGTHS = 4;

/** A cascade of cross-encoders on this machine that gives up depth, then models, when time is short. */
export function createLocalCrossEncoder(options: LocalCrossEncoderOptions): CrossEncoder {
  const { time, meter } = options;
  let tokensPerText = GUESSED_TOKENS;
  const seen = (tokens: number): void => {
    tokensPerText += LEARNING * (tokens - tokensPerText);
  };
  return {
    async score(query, texts, limits) {
      const deadlineAt = time.now() + limits.budgetMs - marginMs(limits.budgetMs);
      const scoring = await inTime<Scoring>(limits, time, async (signal) => {
        const cascade = options.cascade();
        if (cascade === undefined || cascade.models.length === 0) {
          return unanswered('closed', 'no cross-encoder is loaded');
        }
        return descend(options, cascade, {
          query,
          texts,
          deadlineAt,
          signal,
          traceparent: limits.traceparent,
          tokensPerText,
          seen,
        });
      });
      meter.request({
        kind: 'score',
        outcome: scoring.kind === 'scored' ? 'scored' : scoring.reason,
        shrunk: scoring.kind === 'scored' ? scoring.shrunk : 'none',
      });
      return scoring;
    },
  };
}

interface Request {
  readonly query: string;
  readonly texts: readonly string[];
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
  readonly traceparent: string | undefined;
  /** What a text is likely to have. */
  readonly tokensPerText: number;
  /** Told what texts had. */
  seen(tokensPerText: number): void;
}

async function descend(
  options: LocalCrossEncoderOptions,
  cascade: Cascade,
  request: Request,
): Promise<Scoring> {
  const { time } = options;
  const { scheduler } = cascade.generation;
  const wanted = cascade.models.map(({ depth }) => Math.min(depth, request.texts.length));
  let { tokensPerText } = request;
  /** What is left of the cascade, as the time that is left allows. */
  const plan = (from: number, atMost: number) => {
    const rungs = cascade.models.slice(from).map(({ model }, at): Rung => ({
      depth: Math.min(wanted[from + at]!, atMost),
      costMs: (depth) => model.cost.predictMs(depth * tokensPerText, Math.min(depth, GUESSED_LENGTHS)),
    }));
    const waitMs = scheduler.waitMs({ ...claimOf(request, from), deadlineAt: request.deadlineAt });
    return climb(rungs, request.deadlineAt - time.now() - waitMs);
  };

  let order: readonly number[] = request.texts.map((_, at) => at);
  const passes: ScoringPass[] = [];
  let isShallow = false;
  let waitedMs = 0;
  for (const [at, { model }] of cascade.models.entries()) {
    // A text that could not be scored in the pass before is none for the next.
    const depth = plan(at, order.length)?.depths[0];
    if (depth === undefined) break;
    const positions = order.slice(0, depth);
    const { scores, scored, result, meanTokens } = await pass(options, cascade, {
      model,
      positions,
      request,
      claim: claimOf(request, at),
    });
    if (result?.kind === 'undone') {
      if (passes.length === 0) return unanswered(result.reason, result.detail);
      break;
    }
    waitedMs += result?.waitedMs ?? 0;
    if (meanTokens !== undefined) {
      tokensPerText = meanTokens;
      request.seen(meanTokens);
    }
    const { id, settings } = model.folder;
    const { temperature } = settings;
    passes.push({
      modelId: id,
      scores,
      depth: scored,
      ...(temperature === undefined ? {} : { temperature }),
    });
    isShallow ||= scored < wanted[at]!;
    order = byPromise(positions, scores);
  }
  const [first, ...others] = passes;
  if (first === undefined) return unanswered('shed', 'the models are too busy to be in time');
  const shrunk = passes.length < cascade.models.length ? 'model' : isShallow ? 'depth' : 'none';
  return { kind: 'scored', passes: [first, ...others], shrunk, waitedMs };
}

/** Of the pass by the model at this place of the cascade. */
function claimOf({ texts }: Request, at: number): Omit<Claim, 'deadlineAt'> {
  return { urgency: at === 0 ? URGENCY.score : URGENCY.refine, brief: texts.length <= BRIEF_TEXTS };
}

interface PassInput {
  readonly model: LiveModel;
  /** Of texts, the most promising first. */
  readonly positions: readonly number[];
  readonly request: Request;
  readonly claim: Omit<Claim, 'deadlineAt'>;
}

interface PassOutput {
  readonly scores: readonly (number | null)[];
  readonly scored: number;
  /** Undefined where everything was remembered. */
  readonly result: WorkResult | undefined;
  readonly meanTokens: number | undefined;
}

async function pass(
  { scores: cache, time, meter }: LocalCrossEncoderOptions,
  { generation }: Cascade,
  { model, positions, request, claim }: PassInput,
): Promise<PassOutput> {
  const { query, texts, deadlineAt, signal, traceparent } = request;
  const remembered = cache.of(`${generation.device.name} ${model.folder.fingerprint}`, query);
  const known = new Map<number, number>();
  for (const at of positions) {
    const score = remembered.get(texts[at]!);
    if (score !== undefined) known.set(at, score);
  }
  const missing = positions.filter((at) => !known.has(at));
  meter.cache({ cache: 'scores', hits: known.size, misses: missing.length });
  let result: WorkResult | undefined;
  let meanTokens: number | undefined;
  if (missing.length > 0) {
    const startedAt = time.now();
    const inputOf = model.folder.inputs.pairs(query);
    const inputs = await tokenise(
      missing.map((at) => texts[at]!),
      inputOf,
      { signal, clock: time },
    );
    meter.tokenised({ model: model.folder.name, texts: inputs.length, ms: time.now() - startedAt });
    meanTokens = inputs.reduce((sum, { ids }) => sum + ids.length, 0) / inputs.length;
    const work = { model, inputs, partial: true, deadlineAt, signal, traceparent, ...claim };
    result = await generation.scheduler.submit(work);
    if (result.kind === 'done') {
      for (const [row, score] of result.values.entries()) {
        const at = missing[row]!;
        known.set(at, score);
        remembered.set(texts[at]!, score);
      }
    }
  }
  const gap = positions.findIndex((at) => !known.has(at));
  const scored = gap < 0 ? positions.length : gap;
  const scores = Array<number | null>(texts.length).fill(null);
  for (const at of positions.slice(0, scored)) scores[at] = known.get(at)!;
  return { scores, scored, result, meanTokens };
}
