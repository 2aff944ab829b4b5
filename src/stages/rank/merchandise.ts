import { type Candidate, documentKey, noted } from '../../domain/candidate.ts';
import type { Query } from '../../domain/query.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { RankStage, StageContext } from '../../pipeline/stage.ts';
import { candidatesOf, readAnswer } from '../../search-api/answer.ts';
import { array, object, text } from '../../search-api/compile/dsl.ts';
import { queryLeg } from '../../search-api/window/leg-request.ts';
import { diversify, type Diversity } from './merchandise/diversify.ts';
import { place, type Placed } from './merchandise/place.ts';
import { type Limit, spread } from './merchandise/spread.ts';
import { freeIn, refilled } from './merchandise/free.ts';
import { descending } from './merchandise/scores.ts';
import { sway, swaysIn } from './merchandise/sway.ts';

/** More pinned documents than this are not looked for. */
const MAX_FETCHED = 100;
const DEADLINE_MS = 200;
/** A page: who writes `UP(100)`, as a factor of scores, means the top and not what nobody was looking for. */
const PLACES = 10;

/**
 * The last word: where a model ranked, what rules move up and down; what they pin and bury; between those, variety: so
 * that neither a model nor variety undoes a rule.
 * Pinned documents that no leg found are fetched, if the caller may see them and they satisfy the caller's filters.
 * Nothing is left out, only moved: later pages still hold everything. Options: `depth`, `places` (most that UP and DOWN
 * move a document behind a model; 0: they only add to scores), `diversity` (`field`, `weight`, `within`), `dedupe`
 * (`field`: of each value one before the others), `maxPer` (`field`, `n`, `within`).
 */
export function merchandise(given: Readonly<Record<string, unknown>> = {}): RankStage {
  const options = new StageOptions('merchandise', given);
  const depth = options.number('depth', { min: 1, max: 1000, fallback: 100 });
  const places = options.number('places', { min: 0, max: 100, fallback: PLACES });
  const diversity = diversityFrom(options.section('diversity'));
  const limits = [dedupeFrom(options.section('dedupe')), limitFrom(options.section('maxPer'))].filter(
    (limit) => limit !== undefined,
  );
  options.end();
  const fields = [...(diversity === undefined ? [] : [diversity.field]), ...limits.map(({ field }) => field)];
  const isNamed = ({ instructions: { pins, buries } }: Query): boolean => pins.length + buries.length > 0;
  return {
    name: 'merchandise',
    kind: 'rank',
    onError: 'skip',
    depth,
    deadlineMs: DEADLINE_MS,
    applies: (query, _, behind) =>
      fields.length > 0 || isNamed(query) || (places > 0 && swaysIn(query, behind).length > 0),
    reads: () => fields,
    async run(candidates, query, ctx) {
      const swayed = await sway(candidates, query, { most: places, depth, ctx });
      const fetched = await missingPins(candidates, query, ctx);
      const placed = place([...swayed, ...fetched], query.instructions);
      const free = freeIn(placed);
      const varied = limits.reduce(spread, diversity === undefined ? free : diversify(free, diversity));
      return shown(refilled(placed, varied), candidates);
    },
  };
}

/** Pinned documents that no leg found, as their caller may see them; none where the engine cannot say. */
async function missingPins(
  candidates: readonly Candidate[],
  query: Query,
  ctx: StageContext,
): Promise<readonly Candidate[]> {
  const known = new Set(candidates.map(({ id }) => id));
  const missing = new Set(query.instructions.pins.flatMap(({ ids }) => ids).filter((id) => !known.has(id)));
  if (missing.size === 0) return [];
  const values = array([...missing].slice(0, MAX_FETCHED).map(text));
  const body = queryLeg(
    { request: ctx.request, query, dsl: object({ ids: object({ values }) }) },
    { size: MAX_FETCHED, fields: ctx.fields },
  );
  const { status, body: answer } = await ctx.search({ body, signal: ctx.signal });
  if (status === 200)
    return candidatesOf(readAnswer(answer), 'pins', ctx.fields).map((one) => ({ ...one, legs: [] }));
  ctx.note({ refused: status });
  ctx.degrade('engine');
  return [];
}

/** The list with falling scores, each that stands elsewhere than it did with a note of where it came from. */
function shown(placed: readonly Placed[], before: readonly Candidate[]): readonly Candidate[] {
  const places = new Map(before.map((candidate, at) => [documentKey(candidate), at + 1]));
  const told = placed.map(({ candidate, moved }, at) => {
    const from = places.get(documentKey(candidate));
    if (moved === undefined && (from === at + 1 || isTold(candidate, from, at + 1))) return candidate;
    const note = { stage: 'merchandise', ...(from === undefined ? {} : { from }), to: at + 1, ...moved };
    return noted(candidate, note);
  });
  return descending(told, before);
}

/** Whether the last step that moved it has said as much. */
function isTold({ notes }: Candidate, from: number | undefined, to: number): boolean {
  const last = notes.at(-1);
  return last?.stage === 'merchandise' && last['from'] === from && last['to'] === to;
}

const MAX_WITHIN = 1000;
const FIRST_PAGE = 10;

function diversityFrom(options: StageOptions | undefined): Diversity | undefined {
  if (options === undefined) return undefined;
  const field = options.required('field');
  const weight = options.number('weight', { min: 0, max: 1, fallback: 0.3 });
  const within = options.number('within', { min: 1, max: 100, fallback: FIRST_PAGE });
  options.end();
  return { field, weight, within };
}

function limitFrom(options: StageOptions | undefined): Limit | undefined {
  if (options === undefined) return undefined;
  const field = options.required('field');
  const n = options.number('n', { min: 1, max: MAX_WITHIN, fallback: 1 });
  const within = options.number('within', { min: 1, max: MAX_WITHIN, fallback: FIRST_PAGE });
  options.end();
  return { name: 'maxPer', field, n, within };
}

function dedupeFrom(options: StageOptions | undefined): Limit | undefined {
  if (options === undefined) return undefined;
  const field = options.required('field');
  options.end();
  return { name: 'dedupe', field, n: 1, within: MAX_WITHIN };
}
