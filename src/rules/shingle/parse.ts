import type { RuleFile } from '../expansion.ts';
import type { RuleSource } from '../source/lines.ts';
import { SettingsReader } from '../source/settings.ts';
import { ShingleProgram, type ShingleSettings } from './program.ts';

export interface ShingleFile extends RuleFile {
  readonly packed: ShingleSettings;
}

/**
 * Reads the settings of shingles (JSON): `{"acceptGeneratedTerms": false}`; `{}` is enough. Neighbours joined into one
 * word (`wall mount` → `wallmount`) are another way to say either of them.
 */
export function parseShingles(source: RuleSource): ShingleFile {
  const { reader, settings } = SettingsReader.open(source, ['acceptGeneratedTerms']);
  const acceptGenerated = settings.boolean('acceptGeneratedTerms', false);
  const packed: ShingleSettings = {
    kind: 'shingle',
    file: source.file,
    line: settings.line,
    acceptGenerated,
  };
  return {
    open: () => new ShingleProgram(packed),
    packed,
    errors: reader.errors,
    warnings: [],
  };
}
