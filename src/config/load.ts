import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Declared, crossCheck } from './cross-check.ts';
import { type Environment, override } from './environment.ts';
import { ConfigError, type Fault, formatPath } from './fault.ts';
import { deepFreeze } from './freeze.ts';
import { type Finding, findings } from './issues.ts';
import { withoutEmpty } from './known.ts';
import { pruned } from './prune.ts';
import { BUILT_IN_STAGES, type Config, schema } from './schema.ts';
import { settle } from './settle.ts';
import { readYaml, type YamlText } from './yaml.ts';

const MAX_BYTES = 1024 * 1024;
const DEFAULT_FILE = 'relevance.yaml';

/** Where a configuration is looked for. */
export interface LoadOptions {
  /** Wins over `RELEVANCE_CONFIG`; relative to `cwd`. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
  /** Names of stages beside the built-in ones and the plugins; an application that brings its own says so here. */
  readonly stages?: readonly string[];
}

/** A configuration, and where it was found. */
export interface LoadedConfig {
  readonly config: Config;
  /** The file it came from, absolute; null for built-in defaults. */
  readonly source: string | null;
}

/**
 * Reads, checks and freezes the configuration.
 * @throws ConfigError with every fault that could be found
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const { env, cwd } = options;
  const named = options.file ?? (env['RELEVANCE_CONFIG']?.trim() || undefined);
  const source = resolve(cwd, named ?? DEFAULT_FILE);
  if (named === undefined && !existsSync(source)) {
    return {
      config: check(readYaml('', DEFAULT_FILE), DEFAULT_FILE, { ...options, baseDir: cwd }),
      source: null,
    };
  }
  const shown = shownName(source, cwd);
  const text = readText(source, shown);
  const config = check(readYaml(text, shown), shown, { ...options, baseDir: dirname(source) });
  return { config, source };
}

function check(yaml: YamlText, file: string, options: LoadOptions & { readonly baseDir: string }): Config {
  const { env, cwd, baseDir } = options;
  if (yaml.faults.length > 0 && yaml.value === undefined) throw new ConfigError(yaml.faults);
  const { value, variables } = override(withoutEmpty(yaml.value), env);
  const located = ({ path, message, suggestion }: Finding): Fault => {
    const variable = [...variables].find(([key]) => isWithin(formatPath(path), key))?.[1];
    if (variable !== undefined) {
      return { file: 'environment', line: 0, column: 0, path: variable, message, suggestion };
    }
    return { file, ...yaml.position(path), path: formatPath(path), message, suggestion };
  };

  const parsed = schema.safeParse(value);
  const issues = parsed.success ? [] : findings(parsed.error.issues, value);
  // What is sound is checked further, so that one typo does not hide a missing file.
  const sound = parsed.success ? parsed.data : pruned(value, schema);
  const settled = sound === undefined ? undefined : settle(sound, { env, baseDir, cwd });
  const crossing =
    settled === undefined ? [] : crossCheck(settled.config, declared(value, options.stages ?? []));
  const faults = distinct([
    ...yaml.faults,
    ...[...issues, ...(settled?.findings ?? []), ...crossing].map(located),
  ]);
  if (faults.length > 0 || settled === undefined) throw new ConfigError(faults);
  return deepFreeze(settled.config);
}

function isWithin(path: string, key: string): boolean {
  return path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
}

/** In the order of the file, the environment last, one a place. */
function distinct(faults: readonly Fault[]): readonly Fault[] {
  const places = new Map<string, Fault>();
  for (const fault of faults) {
    const place = fault.line === 0 ? fault.path : `${fault.line}:${fault.column}`;
    if (!places.has(place)) places.set(place, fault);
  }
  const order = (fault: Fault): number => (fault.line === 0 ? Infinity : fault.line);
  return [...places.values()].sort((a, b) =>
    order(a) === order(b) ? a.column - b.column : order(a) - order(b),
  );
}

/** Pipelines that are there although nobody gave them. */
function builtInPipelines(given: readonly string[]): readonly string[] {
  return given.includes('default') ? [] : ['default', 'hybrid'].filter((name) => !given.includes(name));
}

function declared(value: unknown, stages: readonly string[]): Declared {
  const keys = (name: string): readonly string[] => {
    const inner = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
    return typeof inner === 'object' && inner !== null ? Object.keys(inner) : [];
  };
  return {
    pipelines: [...builtInPipelines(keys('pipelines')), ...keys('pipelines')],
    plugins: keys('plugins'),
    stages: [...BUILT_IN_STAGES, ...stages],
  };
}

function readText(path: string, shown: string): string {
  const refuse = (message: string): ConfigError =>
    new ConfigError([{ file: shown, line: 1, column: 1, path: '', message, suggestion: null }]);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw refuse('no such file');
  if (!stats.isFile()) throw refuse('not a file');
  if (stats.size > MAX_BYTES) throw refuse(`larger than ${MAX_BYTES} bytes`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw refuse(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('not UTF-8 text');
  }
}

/** As short as it is unambiguous: relative below the working directory, else absolute. */
function shownName(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
