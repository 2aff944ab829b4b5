import type { IntentExample } from '../../stages/understand/intent/train-intent.ts';
import { readExamples } from '../examples.ts';

/**
 * `{"text", "intent"}`, one a line, and a `group` where texts are much alike; other keys do not matter.
 * @throws CommandError for a file that cannot be read or has a faulty line
 */
export function readIntentExamples(file: string): readonly IntentExample[] {
  return readExamples(file, '{"text": "…", "intent": "…"}', ({ text, intent, group }) => {
    if (typeof text !== 'string' || typeof intent !== 'string') return undefined;
    return typeof group === 'string' ? { text, intent, group } : { text, intent };
  });
}
