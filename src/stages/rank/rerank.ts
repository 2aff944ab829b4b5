import type { Candidate } from '../../domain/candidate.ts';
import type { CrossEncoder, Scored } from '../../domain/cross-encoder.ts';
import type { IndexDescription } from '../../domain/catalog.ts';
import { withoutModel } from '../../domain/inference.ts';
import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RankStage } from '../../pipeline/stage.ts';
import { usualWeight } from './rerank/confidence.ts';
import { settle } from './rerank/settle.ts';
import { parseTemplate, templateOf, type TextTemplate } from './rerank/template.ts';

export interface RerankDependencies {
  /** The model that is there now; asked for each search, since models come and go. */
  readonly crossEncoder: () => CrossEncoder | undefined;
}

/** Waiting a little longer than the model may take keeps its own answer, which says why it is late. */
const GRACE_MS = 50;

/**
 * Lets a model read the query with the best candidates and orders them by what it says and by the score they came
 * with. What it had no time to read keeps its place behind them. Options: `depth` (candidates it reads), `budgetMs`,
 * `weight` (the model's share of the new score, 0..1; absent: 0.35 for a model that says how sure it is, 0.3 for any other;
 * a small model alone loses rare exact words) and `template`
 * (`{title} {brand}`; absent: the mapping's `_meta.relevance.template`, or what the mapping suggests).
 */
export function rerank(
  { crossEncoder }: RerankDependencies,
  given: Readonly<Record<string, unknown>> = {},
): RankStage {
  const options = new StageOptions('rerank', given);
  const depth = options.number('depth', { min: 1, max: 200, fallback: 50 });
  const budgetMs = options.number('budgetMs', { min: 1, max: 10_000, fallback: 150 });
  const weight = options.optionalNumber('weight', { min: 0, max: 1 });
  const written = options.text('template');
  options.end();
  const own = written === undefined ? undefined : parseTemplate(written);
  const textOf = (index: IndexDescription | undefined): TextTemplate | undefined => own ?? templateOf(index);
  return {
    name: 'rerank',
    kind: 'rank',
    onError: 'skip',
    asksModel: true,
    depth,
    deadlineMs: budgetMs + GRACE_MS,
    applies: ({ instructions, wordless }, { index }) =>
      instructions.rerank && !wordless && textOf(index) !== undefined,
    reads: (index) => textOf(index)?.fields ?? [],
    async run(candidates, query, ctx) {
      const template = textOf(ctx.index);
      const encoder = crossEncoder();
      if (template === undefined || candidates.length < 2) return candidates;
      if (encoder === undefined) {
        ctx.note({ unanswered: 'closed', detail: 'no model is loaded' });
        ctx.degrade('no_model');
        return candidates;
      }
      const keys = query.slots.map(({ key }) => key);
      const head = candidates.slice(0, depth);
      const texts = head.map(({ fields }) => template.fill(fields, keys));
      const scoring = await encoder.score(asked(query), texts, {
        signal: ctx.signal,
        budgetMs,
        traceparent: ctx.span?.traceparent,
      });
      if (scoring.kind === 'unanswered') {
        ctx.note({ unanswered: scoring.reason, detail: scoring.detail });
        ctx.degrade(withoutModel(scoring.reason));
        return candidates;
      }
      ctx.note({
        models: scoring.passes.map(({ modelId, depth: read }) => ({ modelId, read })),
        shrunk: scoring.shrunk,
      });
      if (scoring.shrunk !== 'none') ctx.degrade('shrunk');
      ctx.waited((scoring.waitedMs ?? 0) / budgetMs);
      const share = weight ?? usualWeight(scoring.passes[0]);
      return [...ordered({ head, texts, scoring, weight: share }), ...candidates.slice(depth)];
    },
  };
}

/** What the model reads as the query: with corrections, without what rules added. */
function asked({ text, spelling }: Query): string {
  return spelling === null || spelling.outcome === 'suggested' ? text : spelling.used;
}

interface Read {
  readonly head: readonly Candidate[];
  readonly texts: readonly string[];
  readonly scoring: Scored;
  readonly weight: number;
}

/** The read candidates in their new order, with scores between the least and the best that they came with. */
function ordered({ head, texts, scoring, weight }: Read): readonly Candidate[] {
  const said = settle(scoring);
  const scores = head.map(({ score }) => (score !== null && Number.isFinite(score) ? score : 0));
  const most = Math.max(...scores);
  const least = Math.min(...scores);
  return head
    .map((candidate, at) => {
      const before = most === least ? 1 : (scores[at]! - least) / (most - least);
      // What nobody read comes last in the list, and stays behind what was read.
      const value = (1 - weight) * before + weight * (said[at] ?? 0);
      return { candidate, at, value };
    })
    .toSorted((a, b) => b.value - a.value || a.at - b.at)
    .map(({ candidate, at, value }) => ({
      ...candidate,
      score: most === least ? candidate.score : least + value * (most - least),
      notes: [...candidate.notes, noteOf({ at, text: texts[at]!, scoring })],
    }));
}

function noteOf({
  at,
  text,
  scoring,
}: {
  at: number;
  text: string;
  scoring: Scored;
}): Candidate['notes'][number] {
  const scores = scoring.passes.flatMap(({ modelId, scores: given }) => {
    const score = given[at] ?? null;
    return score === null ? [] : [[modelId, score] as const];
  });
  const { temperature } = scoring.passes[0];
  const scale = temperature === undefined ? {} : { temperature };
  return { stage: 'rerank', before: at + 1, scores: Object.fromEntries(scores), ...scale, text };
}
