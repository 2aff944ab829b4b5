import { type Candidate, documentKey, noted } from '../../../domain/candidate.ts';
import type { Boost, Query } from '../../../domain/query.ts';
import type { StageContext } from '../../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../../search-api/answer.ts';
import { queryLeg } from '../../../search-api/window/leg-request.ts';
import { markedBy, marksOf } from '../../../search-api/window/marks.ts';
import { descending } from './scores.ts';

/** Stages that may have undone what UP and DOWN did to scores. */
const MODELS: ReadonlySet<string> = new Set(['rerank', 'blend']);

/** What rules say of more or less, where a model has its say behind them. */
export function swaysIn(query: Query, behind: readonly string[]): readonly Boost[] {
  return behind.some((stage) => MODELS.has(stage))
    ? query.boosts.filter(({ isRule }) => isRule === true)
    : [];
}

/**
 * What rules move UP and DOWN, moved again where a model has put the candidates in order: as many places as the factor
 * says, `most` at most. Where no model spoke, the scores hold it already. The scores stay where they are: who goes up
 * gets that of the new place.
 * @param candidates the first `depth` of them are moved
 */
export async function sway(
  candidates: readonly Candidate[],
  query: Query,
  { most, depth, ctx }: { readonly most: number; readonly depth: number; readonly ctx: StageContext },
): Promise<readonly Candidate[]> {
  const head = candidates.slice(0, depth);
  const spoke = head.flatMap(({ notes }) => notes.map(({ stage }) => stage));
  const { request } = ctx;
  const marks =
    most === 0
      ? undefined
      : marksOf(
          request,
          swaysIn(query, spoke),
          head.map(({ id }) => id),
        );
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
  return descending([...moved(head, moves), ...candidates.slice(depth)]);
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
    .map(({ candidate, at, move: { places, rules } }, to) =>
      places === 0
        ? candidate
        : noted(candidate, { stage: 'merchandise', from: at + 1, to: to + 1, swayed: places, rules }),
    );
}
