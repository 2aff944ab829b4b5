import type { Alternative, Query, Slot } from '../../domain/query.ts';
import type { Segment, Segmenter } from '../../domain/segmenter.ts';
import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase, normalise } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';

const HAN = /\p{Script=Han}/u;

export interface SegmentDependencies {
  /** The segmenter with the dictionaries of an index or alias. */
  readonly segmenterOf: (index: string) => Segmenter;
}

/** Cuts the text into words; each becomes a slot with the word as it was written. */
export function segment(
  { segmenterOf }: SegmentDependencies,
  options: Readonly<Record<string, unknown>> = {},
): QueryStage {
  new StageOptions('segment', options).end();
  return {
    name: 'segment',
    kind: 'query',
    onError: 'skip',
    run(query, ctx) {
      const segments = segmenterOf(ctx.request.indices[0] ?? '').segment(query.text);
      if (segments.length === 0) return query;
      ctx.note({ words: segments.map(({ text }) => text) });
      return { ...query, slots: segments.map((word) => slotOf(query, word)) };
    },
  };
}

/** A word as a slot, with its way of writing before characters were simplified as another way to say it. */
export function slotOf({ origins, typed }: Query, { text, start, end }: Segment): Slot {
  const span = { start: origins[start] ?? 0, end: origins[end] ?? typed.length };
  const alternatives: Alternative[] = [{ terms: [text], weight: 1, origin: 'user' }];
  const written = normalise(typed.slice(span.start, span.end)).text;
  // The catalogue may be written in either script.
  if (written !== text && HAN.test(written) && simplify(written) === text) {
    alternatives.push({ terms: [written], weight: 1, origin: 'normalise' });
  }
  return { span, key: foldCase(text), alternatives };
}
