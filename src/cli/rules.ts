import { Command } from 'commander';
import { checkRulesCommand } from './rules/check.ts';
import { explainRulesCommand } from './rules/explain.ts';
import { formatRulesCommand } from './rules/format.ts';

/** `relevance rules …` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('Try and check rule files, without any engine.')
    .addCommand(explainRulesCommand())
    .addCommand(checkRulesCommand())
    .addCommand(formatRulesCommand());
}
