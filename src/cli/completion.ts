import { Argument, Command } from 'commander';
import { print } from './output.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const HELP = `
Examples:
  source <(relevance completion bash)
  relevance completion zsh > "\${fpath[1]}/_relevance"
  relevance completion fish > ~/.config/fish/completions/relevance.fish`;

/** `relevance completion`: what a shell needs to complete commands and options. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('Print a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: Shell, _options: unknown, command: Command) => {
      print(SCRIPTS[shell](wordsOf(command.parent!)));
    });
}

/** A command by its path, `` for the program itself, with what may follow it. */
interface Place {
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
}

interface Word {
  readonly word: string;
  readonly description: string;
}

function wordsOf(command: Command, path: readonly string[] = []): readonly Place[] {
  const options = command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, description }) => (long ? [{ word: long, description: brief(description) }] : []));
  const commands = command.commands.map((inner) => ({
    word: inner.name(),
    description: brief(inner.description()),
  }));
  const place = {
    path: path.join(' '),
    commands,
    options: [...options, { word: '--help', description: 'Say how it is used' }],
  };
  return [place, ...command.commands.flatMap((inner) => wordsOf(inner, [...path, inner.name()]))];
}

/** The first sentence up to a bracket, without what a shell would take for its own. */
function brief(description: string): string {
  return (description.split(/[.;:](?:\s|$)|\s\(/)[0] ?? '').replaceAll(/["'`$\\[\]\n]/g, '').trim();
}

const SCRIPTS: Readonly<Record<Shell, (places: readonly Place[]) => string>> = {
  bash: (places) => `# Completion of relevance for bash
_relevance() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    path="\${path:+$path }$word"
  done
  case "$path" in
${places.map((place) => `    "${place.path}") words="${allWords(place)}" ;;`).join('\n')}
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
  [[ \${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=( $(compgen -f -- "$current") )
  return 0
}
complete -o filenames -F _relevance relevance`,
  zsh: (places) => `#compdef relevance
# Completion of relevance for zsh
_relevance() {
  local -a found
  local at="" word files=yes
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" == -* ]] && break
    at="\${at:+$at }$word"
  done
  case "$at" in
${places
  .map(
    (place) =>
      `    "${place.path}") found=(${[...place.commands, ...place.options]
        .map(({ word, description }) => `'${word}:${description}'`)
        .join(' ')})${place.commands.length === 0 ? '' : ' files='} ;;`,
  )
  .join('\n')}
  esac
  (( \${#found} )) && _describe 'relevance' found
  [[ -n "$files" ]] && _files
}
if [[ "$funcstack[1]" == "_relevance" ]]; then _relevance "$@"; else compdef _relevance relevance; fi`,
  fish: (places) => `# Completion of relevance for fish
function __relevance_at
    set -l words
    for word in (commandline -opc)[2..]
        string match -q -- '-*' $word; and break
        set -a words $word
    end
    test "$words" = "$argv[1]"
end
${places
  .flatMap(({ path, commands, options }) => [
    ...commands.map(
      ({ word, description }) =>
        `complete -c relevance -n '__relevance_at "${path}"' -f -a ${word} -d '${description}'`,
    ),
    ...options.map(
      ({ word, description }) =>
        `complete -c relevance -n '__relevance_at "${path}"' -l ${word.slice(2)} -d '${description}'`,
    ),
  ])
  .join('\n')}`,
};

function allWords({ commands, options }: Place): string {
  return [...commands, ...options].map(({ word }) => word).join(' ');
}
