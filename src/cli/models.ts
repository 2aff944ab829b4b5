import { Command } from 'commander';
import { checkModelsCommand } from './models/check.ts';
import { listModelsCommand } from './models/list.ts';

/** `relevance models …` */
export function modelsCommand(): Command {
  return new Command('models')
    .description('List and check the models that rank and encode.')
    .addCommand(listModelsCommand())
    .addCommand(checkModelsCommand());
}
