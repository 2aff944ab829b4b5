#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CommandError } from './command.ts';
import { COMMANDS } from './commands.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

const program = new Command('relevance')
  .description('A drop-in gateway that makes the searches of an Elasticsearch application better.')
  .version(version)
  .addHelpText(
    'after',
    '\nExamples:\n  relevance serve\n  ELASTICSEARCH_URL=http://127.0.0.1:9200 relevance serve\n  relevance doctor\n  relevance index --index products --file products.jsonl\n  relevance explain --index products --query "red shoes"',
  )
  .showHelpAfterError('Say --help for what there is.')
  // Options behind the name of a sub-command are the sub-command's, even where its parent has one of that name.
  .enablePositionalOptions()
  .exitOverride();
for (const command of COMMANDS) program.addCommand(command());
// How errors end is the program's to say: usage is 2, and nothing else is.
for (const command of allCommands(program)) command.copyInheritedSettings(program);

// `relevance … | head` reads what it wants; the rest of the work is done all the same, and `serve` outlives its readers.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Says in a line or a few what went wrong; a stack helps nobody at a terminal. */
function exitCodeOf(error: unknown): number {
  // Commander has said what was wrong already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const message = error instanceof Error ? error.message : String(error);
  for (const line of message.split('\n')) process.stderr.write(`relevance: ${line}\n`);
  return error instanceof CommandError ? error.exitCode : 1;
}

function allCommands(command: Command): readonly Command[] {
  return command.commands.flatMap((inner) => [inner, ...allCommands(inner)]);
}
