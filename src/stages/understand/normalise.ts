import { StageOptions } from '../../pipeline/stage-options.ts';
import type { QueryStage } from '../../pipeline/stage.ts';
import { foldCase, normalise as normaliseText } from '../../text/normalise.ts';
import { simplify } from '../../text/simplify.ts';

/**
 * Makes width, compatibility forms, invisible characters and blanks uniform and traditional characters simplified;
 * keys are folded in case. Option `traditional`: `simplify` (default) or `keep`.
 */
export function normalise(given: Readonly<Record<string, unknown>> = {}): QueryStage {
  const options = new StageOptions('normalise', given);
  const traditional = options.choice('traditional', ['simplify', 'keep'], 'simplify');
  options.end();
  return {
    name: 'normalise',
    kind: 'query',
    onError: 'skip',
    run(query, ctx) {
      const { text: uniform, origins } = normaliseText(query.typed);
      // Nothing but invisible characters: there is no better text than what was typed.
      if (uniform === '') return query;
      const text = traditional === 'simplify' ? simplify(uniform) : uniform;
      if (text !== query.typed) ctx.note({ typed: query.typed, text });
      return { ...query, text, key: foldCase(text), origins };
    },
  };
}
