import { Command } from 'commander';
import { CommandError } from '../command.ts';
import type { RuleRequest } from '../../rules/expansion.ts';
import type { RuleFileOptions } from '../../rules/rule-files.ts';

/** What one question asks for: the options as commander gives them. */
export interface ExplainArguments {
  readonly file: readonly string[];
  readonly query?: string;
  readonly context?: string;
  readonly criteria: readonly string[];
  readonly fields: readonly string[];
  readonly option: readonly string[];
  readonly now?: string;
  readonly json?: true;
  readonly batch?: true;
}

type Selection = RuleRequest['selection'];
/** Options of files that `--option` sets, without how words are told apart. */
export type FileOptions = Omit<RuleFileOptions, 'tokenise' | 'words'>;

/** The options of a question, on a command of any name. */
export function withExplainOptions(command: Command): Command {
  return command
    .option('--file <file>', 'rule file, its kind told by its ending; repeatable', collect, [])
    .option('--query <text>', 'the words, as a user would type them')
    .option('--context <json>', 'what rules may depend on, as {"device": "app"}')
    .option('--criteria <key=value>', 'filter, sort, limit or limitByLevel; repeatable', collect, [])
    .option('--fields <names>', 'fields that the query may name, as brand,title', list, [])
    .option('--option <name[=value]>', `${OPTION_NAMES.join(', ')}; repeatable`, collect, [])
    .option('--now <time>', 'the time to ask for, in ISO form with a zone (default: now)');
}

/** Reads a list of arguments as a shell would pass it. @throws CommandError */
export function readArguments(list: readonly string[]): ExplainArguments {
  const command = withExplainOptions(new Command('explain'))
    .option('--json')
    .exitOverride()
    .configureOutput({ writeErr() {}, writeOut() {} });
  const given = list[0] === 'rules' ? list.slice(1) : list;
  try {
    command.parse(given[0] === 'explain' ? given.slice(1) : given, { from: 'user' });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
  return command.opts<ExplainArguments>();
}

/** @throws CommandError */
export function requestOf(given: ExplainArguments): RuleRequest {
  const now = given.now === undefined ? Date.now() : Date.parse(given.now);
  if (Number.isNaN(now)) throw new CommandError(`--now ${given.now}: write 2026-11-24T00:00:00Z`, 2);
  return { context: contextOf(given.context), now, selection: selectionOf(given.criteria) };
}

function contextOf(text: string | undefined): RuleRequest['context'] {
  if (text === undefined) return new Map();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CommandError(`--context ${text}: write a JSON object, as {"device": "app"}`, 2);
  }
  return new Map(Object.entries(value).map(([key, one]) => [key, [one].flat().map(String)]));
}

function selectionOf(criteria: readonly string[]): Selection {
  const filters: string[] = [];
  let rest: Omit<Selection, 'filters'> = { limitByLevel: false };
  for (const [key, value] of criteria.map(pair)) {
    if (key === 'filter') filters.push(value);
    else rest = { ...rest, ...criterion(key, value) };
  }
  return { filters, ...rest };
}

function criterion(key: string, value: string): Partial<Selection> {
  switch (key) {
    case 'sort': {
      const [, property, order] = /^(\S+) +(asc|desc)$/.exec(value.trim()) ?? [];
      if (property === undefined) throw wrong('sort', value, '"property asc" or "property desc"');
      return { sort: { property, order: order === 'desc' ? 'desc' : 'asc' } };
    }
    case 'limit':
      if (!/^-?\d+$/.test(value)) throw wrong(key, value, 'a whole number');
      // A negative number is how the base language says that there is no limit.
      return Number(value) < 0 ? {} : { limit: Number(value) };
    case 'limitByLevel':
      return { limitByLevel: flag(key, value) };
    default:
      throw new CommandError(`--criteria ${key}: known are filter, sort, limit and limitByLevel`, 2);
  }
}

const RAW = ['json', 'query_string'] as const;
const OPTIONS: Readonly<Record<string, (value: string) => Partial<FileOptions>>> = {
  'boolean-input': (value) => ({ booleanInput: flag('boolean-input', value) }),
  'ignore-case': (value) => ({ ignoreCase: flag('ignore-case', value) }),
  multiplicative: (value) => ({ multiplicative: flag('multiplicative', value) }),
  raw: (value) => {
    const rawQueries = RAW.find((one) => one === value);
    if (rawQueries === undefined) throw wrong('raw', value, 'json or query_string');
    return { rawQueries };
  },
  delimiter: (value) => ({ inputDelimiter: value.replaceAll(String.raw`\t`, '\t') }),
  expand: (value) => ({ expand: flag('expand', value) }),
};
export const OPTION_NAMES = Object.keys(OPTIONS);

/** @throws CommandError */
export function fileOptionsOf(options: readonly string[]): FileOptions {
  const settings = options.map((option) => {
    const [name, value] = option.includes('=') ? pair(option) : [option, 'true'];
    const read = new Map(Object.entries(OPTIONS)).get(name);
    if (read === undefined) {
      throw new CommandError(`--option ${name}: known are ${OPTION_NAMES.join(', ')}`, 2);
    }
    return read(value);
  });
  return Object.assign({}, ...settings) as FileOptions;
}

function flag(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrong(name, value, 'true or false');
}

function wrong(name: string, value: string, right: string): CommandError {
  return new CommandError(`${name}=${value}: write ${right}`, 2);
}

function pair(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`"${text}": write key=value`, 2);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function list(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))];
}
