import { Unreadable } from '../../rules/common/terms.ts';
import { type RuleFault, type RuleFile, unexpanded } from '../../rules/expansion.ts';
import { uniform } from '../../rules/source/uniform.ts';
import { CommandError } from '../command.ts';
import { type ExplainArguments, fileOptionsOf, readArguments, requestOf } from './arguments.ts';
import { explained, type ExplainedRules, type FaultyRules } from './explained.ts';
import { parseSource, readSources } from './files.ts';
import { cutFor, queryTerms } from './terms.ts';

export type Answer = ExplainedRules | FaultyRules;

/** What a process of its own would end with and print. */
export interface BatchAnswer {
  readonly exit: number;
  readonly output: Answer;
}

/**
 * What the files make of the query, or what is wrong with them.
 * @throws CommandError for options that cannot be read
 */
export async function answerTo(given: ExplainArguments): Promise<Answer> {
  const { query, fields } = given;
  if (query === undefined) throw new CommandError('give --query', 2);
  if (given.file.length === 0) throw new CommandError('give --file', 2);
  const options = fileOptionsOf(given.option);
  const request = requestOf(given);
  const { sources, errors: unread } = await readSources(given.file);
  const cut = await cutFor([query, ...sources.map(({ text }) => text)]);
  const errors: RuleFault[] = [...unread];
  const files: RuleFile[] = [];
  for (const source of sources) {
    const read = parseSource(source, options, cut);
    if ('message' in read) errors.push(read);
    else errors.push(...read.errors);
    if ('open' in read) files.push(read);
  }
  if (errors.length > 0) return { errors };
  const programs = files.map((file) => file.open());
  const terms = queryTerms(query, fields, cut.tokenise);
  const before = unexpanded(uniform(query), terms);
  try {
    const after = programs.reduce((expansion, program) => program.rewrite(expansion, request), before);
    return { ...explained(after), query };
  } catch (error) {
    // A criterion is read when the first rule fires.
    if (error instanceof Unreadable) throw new CommandError(`--criteria filter: ${error.message}`, 2);
    throw error;
  }
}

/** The answer to a list of arguments; one that fails says so and does not take others with it. */
export async function answerOrFault(list: readonly string[]): Promise<BatchAnswer> {
  try {
    const output = await answerTo(readArguments(list));
    return { exit: 'errors' in output ? 1 : 0, output };
  } catch (error) {
    const exit = error instanceof CommandError ? error.exitCode : 1;
    const message = error instanceof Error ? error.message : String(error);
    return { exit, output: { errors: [{ file: '', line: 0, message }] } };
  }
}
