import type { RuleFile } from '../expansion.ts';
import type { RuleSource } from '../source/lines.ts';
import { SettingsReader } from '../source/settings.ts';
import { ShingleProgram } from './program.ts';

/**
 * Reads the settings of shingles (JSON): `{"acceptGeneratedTerms": false}`; `{}` is enough. Neighbours joined into one
 * word (`wall mount` → `wallmount`) are another way to say either of them.
 */
export function parseShingles(source: RuleSource): RuleFile {
  const { reader, settings } = SettingsReader.open(source, ['acceptGeneratedTerms']);
  const acceptGenerated = settings.boolean('acceptGeneratedTerms', false);
  return {
    program: new ShingleProgram({ file: source.file, line: settings.line, acceptGenerated }),
    errors: reader.errors,
    warnings: [],
  };
}
