import type { Completer, Completion } from '../domain/completion.ts';
import { normalise } from '../text/normalise.ts';

/** What a completion counts of which only the last word is known. */
const LAST_WORD = 0.3;
const MOST_BEFORE = 80;

/**
 * Where few phrases begin as was typed, the last word is completed by itself: `comfortable red sho` → `comfortable red
 * shoes`. Whether anything is called so, the catalogue has to say; so they pass for phrases, whatever the word is.
 */
export function completingLastWord(completer: Completer): Completer {
  return {
    complete(request) {
      const whole = completer.complete(request);
      const { text } = normalise(request.text);
      const blank = text.lastIndexOf(' ');
      if (whole.length >= request.size || blank < 0 || blank > MOST_BEFORE) return whole;
      const before = text.slice(0, blank + 1);
      const known = new Set(whole.map((one) => one.text));
      const composed = completer
        .complete({ ...request, text: text.slice(blank + 1) })
        .filter((word) => word.typed.start === 0 && !known.has(before + word.text))
        .map((word): Completion => ({
          text: before + word.text,
          kind: 'phrase',
          score: word.score * LAST_WORD,
          typed: { start: 0, end: before.length + word.typed.end },
        }));
      return [...whole, ...composed].sort((a, b) => b.score - a.score).slice(0, request.size);
    },
  };
}
