import { Command } from 'commander';
import { buildCommand } from './dictionary/build.ts';

/** `relevance dictionary`: what a catalogue's words are. */
export function dictionaryCommand(): Command {
  return new Command('dictionary')
    .description('Make the dictionary of a catalogue: words, phrases, names and how they are said.')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance dictionary build --index products\n  relevance dictionary build --index products --queries searches.tsv',
    )
    .addCommand(buildCommand());
}
