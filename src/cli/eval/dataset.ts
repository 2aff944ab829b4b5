import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JudgedSet } from '../../evaluation/judged-set.ts';
import { readQrels, readQueries } from '../../evaluation/judged-set.ts';
import { CommandError } from '../command.ts';

export interface DatasetFiles {
  /** A folder with `queries.jsonl` and `qrels.tsv`. */
  readonly folder: string;
  /** Other files than those; a bare name is one of the folder. */
  readonly queries?: string | undefined;
  readonly qrels?: string | undefined;
}

/**
 * Reads a judged set.
 * @throws CommandError for a missing file, GatewayError `bad_request` for a line that makes no sense
 */
export function readDataset({ folder, queries, qrels }: DatasetFiles): JudgedSet {
  const queriesFile = within(folder, queries ?? 'queries.jsonl');
  const qrelsFile = within(folder, qrels ?? 'qrels.tsv');
  return {
    queries: readQueries(linesOf(queriesFile), queriesFile),
    grades: readQrels(linesOf(qrelsFile), qrelsFile),
  };
}

/** A judged set of which only the judgments are known: its queries have ids and no texts. */
export function readQrelsAlone(file: string): JudgedSet {
  const grades = readQrels(linesOf(file), file);
  return { queries: [...grades.keys()].map((id) => ({ id, text: '', stage: null })), grades };
}

function within(folder: string, name: string): string {
  return basename(name) === name ? join(folder, name) : name;
}

/** @throws CommandError for a file that cannot be read */
export function linesOf(file: string): readonly string[] {
  return textOf(file).split('\n');
}

/** @throws CommandError for a file that cannot be read */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new CommandError(`${file}: ${code === 'ENOENT' ? 'no such file' : String(code)}`, 2);
  }
}
