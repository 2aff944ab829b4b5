import { Command } from 'commander';
import { checkRulesCommand } from './rules/check.ts';
import { explainRulesCommand } from './rules/explain.ts';
import { formatRulesCommand } from './rules/format.ts';
import { testRulesCommand } from './rules/test.ts';

/** `relevance rules …` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('Try, check, test and format rule files.')
    .addHelpText(
      'after',
      '\nExamples:\n  relevance rules check rules\n  relevance rules explain --file shop.rules.txt --query laptop\n  relevance rules test rules',
    )
    .addCommand(explainRulesCommand())
    .addCommand(checkRulesCommand())
    .addCommand(testRulesCommand())
    .addCommand(formatRulesCommand());
}
