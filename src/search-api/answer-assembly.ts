import { splice } from '../json/splice.ts';
import type { Replacement } from '../json/splice.ts';
import { layoutOf } from './answer-layout.ts';
import type { HitSlice, SearchAnswer } from './answer-parts.ts';

/** A hit and the score it is shown with. */
export interface RankedHit {
  /** From this answer or another one (hydration). */
  readonly hit: HitSlice;
  readonly score: number | null;
}

export interface Assembly {
  /** The page, in order. */
  readonly order: readonly RankedHit[];
  /** Null keeps the engine's own. */
  readonly tookMs: number | null;
  /** Hits before this page; 0 unless given. */
  readonly from?: number;
  /** Hits that were shown somewhere, where that is known to be more than the end of this page. */
  readonly totalAtLeast?: number;
  /** Best score of all pages; the page's first unless given. */
  readonly maxScore?: number;
}

/**
 * The answer's own bytes with other hits in another order. Besides the hits, what changes is `took`, `_score`
 * where it differs (never rising down the page), `max_score` where the engine gave one, and `hits.total` where
 * it is less than what was shown. An order equal to the answer's own changes `took` alone.
 */
export function assembleAnswer(answer: SearchAnswer, assembly: Assembly): Buffer {
  const order = withFallingScores(assembly.order);
  const replacements = tookReplacement(answer, assembly.tookMs);
  if (!isOwnOrder(answer, order)) {
    replacements.push(
      ...totalReplacements(answer, assembly),
      ...maxScoreReplacement(answer, order, assembly.maxScore),
      ...hitsReplacement(answer, order),
    );
  }
  return splice(
    answer.body,
    replacements.toSorted((a, b) => a.start - b.start),
  );
}

function isOwnOrder({ hits }: SearchAnswer, order: readonly RankedHit[]): boolean {
  return (
    order.length === hits.length &&
    order.every(({ hit, score }, position) => hit === hits[position] && hit.score === score)
  );
}

/** Whole milliseconds. */
export function tookReplacement({ took }: Pick<SearchAnswer, 'took'>, tookMs: number | null): Replacement[] {
  if (took === null || tookMs === null) return [];
  return [{ ...took, bytes: Buffer.from(String(Math.max(0, Math.round(tookMs)))) }];
}

/** Scores that are no finite number count as equal to the one before. */
function withFallingScores(order: readonly RankedHit[]): RankedHit[] {
  let last: number | null = null;
  return order.map(({ hit, score }) => {
    if (score === null) return { hit, score };
    const shown: number = Number.isFinite(score) ? Math.min(score, last ?? score) : (last ?? 0);
    last = shown;
    return { hit, score: shown };
  });
}

function totalReplacements({ total }: SearchAnswer, { order, from, totalAtLeast }: Assembly): Replacement[] {
  const shown = Math.max(totalAtLeast ?? 0, order.length === 0 ? 0 : (from ?? 0) + order.length);
  if (total === null || total.value < 0 || !(total.value < shown)) return [];
  const replacements = [{ ...total.valueRange, bytes: Buffer.from(String(shown)) }];
  if (total.relationRange !== null) {
    replacements.push({ ...total.relationRange, bytes: Buffer.from('"gte"') });
  }
  return replacements;
}

function maxScoreReplacement(
  { maxScore, hits }: SearchAnswer,
  order: readonly RankedHit[],
  best: number | undefined,
): Replacement[] {
  if (maxScore === null) return [];
  // An engine that was not asked for it gives none; one that found nothing has none.
  if (maxScore.value === null && (hits.length > 0 || order.length === 0)) return [];
  // A page past the end keeps the engine's; a page that lost all its hits has no best one.
  const first = order[0] === undefined ? (hits.length === 0 ? maxScore.value : null) : order[0].score;
  const value = best ?? first;
  return value === maxScore.value ? [] : [{ ...maxScore, bytes: scoreBytes(value) }];
}

function hitsReplacement(answer: SearchAnswer, order: readonly RankedHit[]): Replacement[] {
  const range = answer.hitsRange;
  if (range === null) return [];
  const layout = layoutOf(answer.body, range, answer.hits);
  return [{ ...range, bytes: layout.array(order.map(hitBytes)) }];
}

/** The hit's own bytes but for its score; a hit without `_score` gets none. */
function hitBytes({ hit, score }: RankedHit): Buffer {
  const { body, start, end, scoreRange } = hit;
  const own = body.subarray(start, end);
  if (scoreRange === null || score === hit.score) return own;
  return splice(own, [
    { start: scoreRange.start - start, end: scoreRange.end - start, bytes: scoreBytes(score) },
  ]);
}

/** Always with a point or an exponent, as the engine writes scores: some clients take `1` for an integer. */
function scoreBytes(score: number | null): Buffer {
  const text = String(score);
  return Buffer.from(Number.isInteger(score) && !text.includes('e') ? `${text}.0` : text);
}
