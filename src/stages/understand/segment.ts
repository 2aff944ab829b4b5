import type { Query, Slot } from '../../domain/query.ts';
import type { Segment, Segmenter } from '../../domain/segmenter.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase } from '../../text/normalise.ts';
import { noOptions } from './options.ts';

export interface SegmentDependencies {
  /** The segmenter with the dictionaries of an index or alias. */
  readonly segmenterOf: (index: string) => Segmenter;
}

/** Cuts the text into words; each becomes a slot with the word as it was written. */
export function segment(
  { segmenterOf }: SegmentDependencies,
  options: Readonly<Record<string, unknown>> = {},
): QueryStage {
  noOptions('segment', options);
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

function slotOf({ origins, typed }: Query, { text, start, end }: Segment): Slot {
  return {
    span: { start: origins[start] ?? 0, end: origins[end] ?? typed.length },
    key: foldCase(text),
    alternatives: [{ terms: [text], weight: 1, origin: 'user' }],
  };
}
