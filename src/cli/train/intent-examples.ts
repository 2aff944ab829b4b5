import type { IntentExample } from '../../stages/understand/intent/train-intent.ts';
import { readExamples } from '../examples.ts';

/**
 * `{"text", "intent"}`, one a line; other keys do not matter.
 * @throws CommandError for a file that cannot be read or has a faulty line
 */
export function readIntentExamples(file: string): readonly IntentExample[] {
  return readExamples(file, '{"text": "…", "intent": "…"}', ({ text, intent }) =>
    typeof text === 'string' && typeof intent === 'string' ? { text, intent } : undefined,
  );
}
