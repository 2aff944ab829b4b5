import { Command } from 'commander';
import { explainRulesCommand } from './rules/explain.ts';

/** `relevance rules …` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('Try and check rule files, without any engine.')
    .addCommand(explainRulesCommand());
}
