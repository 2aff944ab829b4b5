import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { COMMANDS } from '../../../src/cli/commands.ts';

/** Thrown before anything is done: what a command was given was read. */
const READ = new Error('read');

/** All commands, none of which does anything. */
function idleProgram(): Command {
  const program = new Command('relevance').enablePositionalOptions();
  for (const command of COMMANDS) program.addCommand(command());
  for (const command of [program, ...below(program)]) {
    command.exitOverride().configureOutput({ writeOut() {}, writeErr() {} });
  }
  return program.hook('preAction', () => {
    throw READ;
  });
}

function below(command: Command): readonly Command[] {
  return command.commands.flatMap((inner) => [inner, ...below(inner)]);
}

/** What `--help` prints behind the options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

/** Runs of `relevance` in lines of a shell, each as its arguments. */
function runsIn(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.flatMap((line) => {
    const [, rest] =
      /^\s*(?:\$ )?(?:[A-Z_]+=\S+ |echo .* \| |source <\()*(?:npx )?relevance ([a-z].*)$/.exec(line) ?? [];
    return rest === undefined ? [] : [wordsOf(rest)];
  });
}

/** Words as a shell parts them, up to a comment, a pipe or a redirection. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:#|[|>&;]|<$)/.test(word)) break;
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2').replace(/[);]+$/, ''));
  }
  return words;
}

/** Why these arguments are refused; undefined where they are not. */
async function refusal(words: readonly string[]): Promise<string | undefined> {
  try {
    await idleProgram().parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error === READ || (error as { readonly code?: string }).code === 'commander.helpDisplayed')
      return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

describe('examples', () => {
  test('of --help are commands and options that there are', async () => {
    const examples = below(idleProgram()).flatMap((command) => {
      const help = helpOf(command);
      const at = help.search(/^Examples?:/m);
      return at < 0 ? [] : runsIn(help.slice(at).split('\n'));
    });
    expect(examples.length).toBeGreaterThan(70);
    const refused = [];
    for (const words of examples) {
      const reason = await refusal(words);
      if (reason !== undefined) refused.push(`relevance ${words.join(' ')}: ${reason}`);
    }
    expect(refused).toEqual([]);
  });

  test('of the guides are so, too', async () => {
    const guides = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md'))];
    const refused = [];
    let count = 0;
    for (const name of guides) {
      const text = readFileSync(name === 'README.md' ? name : join('docs', name), 'utf8');
      const blocks = [...text.matchAll(/^```(?:bash|sh|shell|console)\n(.*?)^```/gms)].map(
        ([, block]) => block!,
      );
      for (const words of runsIn(blocks.join('\n').replaceAll('\\\n', ' ').split('\n'))) {
        count += 1;
        const reason = await refusal(words);
        if (reason !== undefined) refused.push(`${name}: relevance ${words.join(' ')}: ${reason}`);
      }
    }
    expect(count).toBeGreaterThan(30);
    expect(refused).toEqual([]);
  });
});
