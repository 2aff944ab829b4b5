import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import { GatewayError } from '../errors.ts';
import type { Completer } from '../domain/completion.ts';
import { hasCompletions, openCompleter } from '../suggest/completer.ts';
import { completingLastWord } from '../suggest/last-word.ts';
import { type OpenedDictionary, openDictionary } from '../stages/understand/catalogue/open-dictionary.ts';

const ENDING = '.dictionary.bin';

/** The folder whose dictionaries are in force without being configured. */
export function dictionaryFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'dictionaries');
}

/** Where the dictionary of an index or alias lies. */
export function dictionaryFile(config: Pick<Config, 'dataDir' | 'indices'>, index: string): string {
  return config.indices?.[index]?.dictionary ?? join(dictionaryFolder(config), index + ENDING);
}

/** The dictionaries of all catalogues at one moment. */
export interface CataloguesInForce {
  /** Indices and aliases that have one. */
  readonly names: readonly string[];
  readonly of: (index: string) => OpenedDictionary | undefined;
  /** Completes searches; undefined where there is no dictionary, or one of before completions. */
  readonly completerOf: (index: string) => Completer | undefined;
  /** Files that were refused, and why. */
  readonly faults: readonly string[];
  readonly health: DependencyHealth;
}

/** Reads dictionaries again when they change, and keeps the last sound one of each file. */
export interface Catalogues {
  /** Those that a configuration says. A faulty file is logged, and what was there before stays. */
  open(config: Config): Promise<CataloguesInForce>;
}

/** A file as it was when it was read. */
interface ReadFile {
  readonly mtimeMs: number;
  readonly size: number;
  /** The last sound content; undefined where there was none. */
  readonly dictionary: OpenedDictionary | undefined;
  readonly completer: Completer | undefined;
  /** What is wrong with the file as it stands now. */
  readonly fault: string | undefined;
}

export function createCatalogues(logger: Logger): Catalogues {
  let known = new Map<string, ReadFile>();

  async function read(file: string): Promise<ReadFile | undefined> {
    const before = known.get(file);
    const found = await stat(file).catch(absent);
    if (found === undefined) return undefined;
    const { mtimeMs, size } = found;
    if (before?.mtimeMs === mtimeMs && before.size === size) return before;
    try {
      // One read into one buffer of its own; the dictionary's arrays are views of it.
      const dictionary = openDictionary(await readFile(file));
      const { arrays } = dictionary;
      const completer = hasCompletions(arrays) ? completingLastWord(openCompleter(arrays)) : undefined;
      return { mtimeMs, size, dictionary, completer, fault: undefined };
    } catch (error) {
      const reason = error instanceof GatewayError ? error.message : String(error);
      const fault = `${file}: ${reason}`;
      const stays = before?.dictionary === undefined ? 'it is left out' : 'the one before stays in force';
      logger.error({ file, reason }, `a catalogue's dictionary was refused; ${stays}`);
      return { mtimeMs, size, dictionary: before?.dictionary, completer: before?.completer, fault };
    }
  }

  return {
    async open(config) {
      const files = await filesOf(config);
      const now = new Map<string, ReadFile>();
      for (const file of new Set(files.values())) {
        const one = await read(file);
        if (one !== undefined) now.set(file, one);
      }
      known = now;
      const ofIndex = new Map<string, OpenedDictionary>();
      for (const [index, file] of files) {
        const dictionary = now.get(file)?.dictionary;
        if (dictionary !== undefined) ofIndex.set(index, dictionary);
      }
      const missing = Array.from(files).filter(([, file]) => !now.has(file));
      const faults = Array.from(now.values()).flatMap(({ fault }) => fault ?? []);
      return {
        names: [...ofIndex.keys()],
        of: (index) => ofIndex.get(index),
        completerOf: (index) => now.get(files.get(index) ?? '')?.completer,
        faults,
        health: healthOf(ofIndex, [
          ...faults,
          ...missing.map(
            ([index, file]) => `${file} is not there: relevance dictionary build --index ${index}`,
          ),
        ]),
      };
    },
  };
}

/** Index or alias → file: the configured ones, and those that lie in the folder. */
async function filesOf(config: Config): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const folder = dictionaryFolder(config);
  for (const name of (await readdir(folder).catch(absent)) ?? []) {
    if (name.endsWith(ENDING)) files.set(name.slice(0, -ENDING.length), join(folder, name));
  }
  for (const [index, { dictionary }] of Object.entries(config.indices ?? {})) {
    if (dictionary !== undefined) files.set(index, dictionary);
  }
  return files;
}

function healthOf(
  ofIndex: ReadonlyMap<string, OpenedDictionary>,
  faults: readonly string[],
): DependencyHealth {
  const each = Array.from(
    ofIndex,
    ([index, { size, version }]) => `${index} (${size} terms, version ${version})`,
  );
  const detail = [each.join(', ') || 'none', ...faults].join('; ');
  return { name: 'dictionaries', state: faults.length === 0 ? 'up' : 'degraded', detail };
}

function absent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
