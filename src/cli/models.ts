import { Command } from 'commander';
import { checkModelsCommand } from './models/check.ts';
import { listModelsCommand } from './models/list.ts';

/** `relevance models …` */
export function modelsCommand(): Command {
  return new Command('models')
    .description('List and check the models that rank and encode.')
    .addHelpText('after', '\nExamples:\n  relevance models list\n  relevance models check ce-xs')
    .addCommand(listModelsCommand())
    .addCommand(checkModelsCommand());
}
