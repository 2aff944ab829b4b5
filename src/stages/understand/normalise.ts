import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase, normalise as normaliseText } from '../../text/normalise.ts';
import { noOptions } from './options.ts';

/** Makes width, compatibility forms, invisible characters and blanks uniform; keys are folded in case. */
export function normalise(options: Readonly<Record<string, unknown>> = {}): QueryStage {
  noOptions('normalise', options);
  return {
    name: 'normalise',
    kind: 'query',
    onError: 'skip',
    run(query, ctx) {
      const { text, origins } = normaliseText(query.typed);
      // Nothing but invisible characters: there is no better text than what was typed.
      if (text === '') return query;
      if (text !== query.typed) ctx.note({ typed: query.typed, text });
      return { ...query, text, key: foldCase(text), origins };
    },
  };
}
