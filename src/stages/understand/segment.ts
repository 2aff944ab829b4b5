import type { Alternative, Query, Slot } from '../../domain/query.ts';
import type { OtherReading, Readings, Segment, Segmenter } from '../../domain/segmenter.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase, normalise } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';

const HAN = /\p{Script=Han}/u;

export interface SegmentDependencies {
  /** The segmenter with the dictionaries of an index or alias. */
  readonly segmenterOf: (index: string) => Segmenter;
}

/** Others a text may have where nothing else is asked for, and what one weighs that is as likely as the best. */
export const READINGS = { most: 2, weight: 0.5 };
/** Odds of a reading that make it weigh a third (1/e) of one that is as likely as the best; natural logarithm. */
const FADES = 10;

/**
 * Cuts the text into words; each becomes a slot with the word as it was written. Where the dictionary allows another
 * reading (乒乓球/拍卖, 乒乓球拍/卖), each word of the piece may also be said by all words of the other one together: what matches
 * is either reading.
 * Options: `readings` (default 2) how many others a text may have, 0 to 8; `weight` (0.5) of one that is as likely as the best;
 * those that are less likely weigh less.
 */
export function segment(
  { segmenterOf }: SegmentDependencies,
  given: Readonly<Record<string, unknown>> = {},
): QueryStage {
  const read = new StageOptions('segment', given);
  const most = read.number('readings', { min: 0, max: 8, fallback: READINGS.most });
  const weight = read.number('weight', { min: 0.01, max: 1, fallback: READINGS.weight });
  read.end();
  return {
    name: 'segment',
    kind: 'query',
    rereads: true,
    onError: 'skip',
    run(query, ctx) {
      const readings = segmenterOf(ctx.request.indices[0] ?? '').readings(query.text, most);
      const { best, others } = readings;
      if (best.length === 0) return query;
      const words = { words: best.map(({ text }) => text) };
      ctx.note(others.length === 0 ? words : { ...words, readings: notedReadings(others) });
      return { ...query, slots: slotsOf(query, readings, weight) };
    },
  };
}

/** The best reading's words as slots, each of which may also be said as another reading has its piece. */
export function slotsOf(query: Query, { best, others }: Readings, weight: number): readonly Slot[] {
  return best.map((word): Slot => {
    const slot = slotOf(query, word);
    const ways = others.flatMap((other) => wayOf(other, word, { best, weight }));
    return ways.length === 0 ? slot : { ...slot, alternatives: [...slot.alternatives, ...ways] };
  });
}

/** A word as a slot, with its way of writing before characters were simplified as another way to say it. */
function slotOf({ origins, typed }: Query, { text, start, end }: Segment): Slot {
  const span = { start: origins[start] ?? 0, end: origins[end] ?? typed.length };
  const alternatives: Alternative[] = [{ terms: [text], weight: 1, origin: 'user' }];
  const written = normalise(typed.slice(span.start, span.end)).text;
  // The catalogue may be written in either script.
  if (written !== text && HAN.test(written) && simplify(written) === text) {
    alternatives.push({ terms: [written], weight: 1, origin: 'normalise' });
  }
  return { span, key: foldCase(text), alternatives };
}

/** For explain. */
export function notedReadings(others: readonly OtherReading[]): readonly object[] {
  return others.map(({ words, lessLikely }) => ({
    words: words.map(({ text }) => text),
    lessLikely: Number(lessLikely.toFixed(1)),
  }));
}

/** Another reading as a way to say one of the words whose piece it reads; none for a word beside it. */
function wayOf(
  { words, lessLikely }: OtherReading,
  word: Segment,
  { best, weight }: { readonly best: readonly Segment[]; readonly weight: number },
): readonly Alternative[] {
  const [start, end] = [words[0]!.start, words.at(-1)!.end];
  const isIn = (one: Segment): boolean => start <= one.start && one.end <= end;
  if (!isIn(word)) return [];
  // Each word of the piece may be said so, and each adds to the score: together they add what the reading weighs.
  const share = (weight * Math.exp(-lessLikely / FADES)) / best.filter(isIn).length;
  return [{ terms: words.map(({ text }) => text), weight: Number(share.toFixed(4)), origin: 'segment' }];
}
