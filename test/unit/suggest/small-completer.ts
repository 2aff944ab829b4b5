import type { Completer, Phrase } from '../../../src/domain/completion.ts';
import { openCompleter } from '../../../src/suggest/completer.ts';
import { readingsOf } from '../../../src/stages/understand/catalogue/build/sounds.ts';
import { completionSections } from '../../../src/suggest/sections.ts';

/** A completer of a few phrases, through the arrays of a file. */
export function completerOf(phrases: readonly Phrase[]): Completer {
  const sections = completionSections(phrases, readingsOf);
  const of = (name: string): never => sections[name] as never;
  return openCompleter({ has: (name) => name in sections, bytes: of, words16: of, words32: of, floats: of });
}
