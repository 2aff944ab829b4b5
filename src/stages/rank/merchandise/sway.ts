import { type Candidate, documentKey } from '../../../domain/candidate.ts';
import type { Boost, Query } from '../../../domain/query.ts';
import type { StageContext } from '../../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../../search-api/answer.ts';
import { queryLeg } from '../../../search-api/window/leg-request.ts';
import { markedBy, marksOf } from '../../../search-api/window/marks.ts';

/** Stages that may have undone what UP and DOWN did to scores. */
const MODELS = new Set(['rerank', 'blend']);

/**
 * What rules move UP and DOWN, moved again where a model has put the candidates in order: as many places as the factor
 * says, `most` at most. Where no model spoke, the scores hold it already.
 * @param candidates the first `depth` of them are moved
 */
export async function sway(
  candidates: readonly Candidate[],
  query: Query,
  { most, depth, ctx }: { readonly most: number; readonly depth: number; readonly ctx: StageContext },
): Promise<readonly Candidate[]> {
  const head = candidates.slice(0, depth);
  const isModelled = head.some(({ notes }) => notes.some(({ stage }) => MODELS.has(stage)));
  const { request } = ctx;
  const marks =
    isModelled && most > 0
      ? marksOf(
          request,
          query.boosts,
          head.map(({ id }) => id),
        )
      : undefined;
  if (marks === undefined) return candidates;
  const body = queryLeg({ request, query, dsl: marks.dsl }, { size: head.length, fields: [] });
  const { status, body: answer } = await ctx.search({ body, signal: ctx.signal });
  if (status !== 200) {
    ctx.note({ refused: status });
    ctx.degrade('engine');
    return candidates;
  }
  const boostsOf = new Map(
    candidatesOf(readAnswer(answer), 'marks').map((one) => [documentKey(one), markedBy(marks, one.score)]),
  );
  const moves = head.map((candidate) => moveBy(boostsOf.get(documentKey(candidate)) ?? [], most));
  return [...moved(head, moves), ...candidates.slice(depth)];
}

interface Move {
  /** Up, negative for down. */
  readonly places: number;
  readonly rules: readonly string[];
}

function moveBy(boosts: readonly Boost[], most: number): Move {
  const sum = boosts.reduce((total, { by, factor }) => total + (by === 'up' ? factor : -factor), 0);
  const places = Math.sign(sum) * Math.min(most, Math.ceil(Math.abs(sum)));
  return { places, rules: [...new Set(boosts.map(({ origin }) => origin))] };
}

function moved(head: readonly Candidate[], moves: readonly Move[]): readonly Candidate[] {
  return head
    .map((candidate, at) => ({ candidate, at, move: moves[at]!, to: at - moves[at]!.places }))
    .toSorted((a, b) => a.to - b.to || b.move.places - a.move.places || a.at - b.at)
    .map(({ candidate, at, move }) =>
      move.places === 0
        ? candidate
        : {
            ...candidate,
            notes: [
              ...candidate.notes,
              { stage: 'merchandise', from: at + 1, swayed: move.places, rules: move.rules },
            ],
          },
    );
}
