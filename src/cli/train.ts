import { Command } from 'commander';
import { trainIntentCommand } from './train/intent.ts';
import { trainTaggingCommand } from './train/tagging.ts';

/** `relevance train`: models from examples of your own. */
export function trainCommand(): Command {
  return new Command('train')
    .description('Train models of query understanding from files of examples.')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance train intent --train queries.jsonl --out models/intent.bin\n  relevance train tagging --help',
    )
    .addCommand(trainIntentCommand())
    .addCommand(trainTaggingCommand());
}
