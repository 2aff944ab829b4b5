import { Command } from 'commander';
import { trainBlendCommand } from './train/blend.ts';
import { trainIntentCommand } from './train/intent.ts';
import { trainPairsCommand } from './train/pairs.ts';
import { trainTaggingCommand } from './train/tagging.ts';

/** `relevance train`: models from examples of your own. */
export function trainCommand(): Command {
  return new Command('train')
    .description(
      'Train models of query understanding from examples, and the last step of ranking from judgments.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  relevance train intent --train queries.jsonl --out models/intent.bin\n  relevance train tagging --help',
    )
    .addCommand(trainBlendCommand())
    .addCommand(trainIntentCommand())
    .addCommand(trainPairsCommand())
    .addCommand(trainTaggingCommand());
}
