import { readFileSync } from 'node:fs';
import { CommandError } from './command.ts';

/**
 * The records of a file with one JSON object a line; blank lines are skipped.
 * @param read makes a record of an object, undefined where something is missing in it
 * @throws CommandError for a file that cannot be read, is empty or has a faulty line, which is named
 */
export function readExamples<T>(
  file: string,
  expected: string,
  read: (object: Readonly<Record<string, unknown>>) => T | undefined,
): readonly T[] {
  const examples = linesOf(file).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const example = read(objectOf(line));
    if (example === undefined) throw new CommandError(`${file}:${at + 1}: expected ${expected}`, 2);
    return [example];
  });
  if (examples.length === 0) throw new CommandError(`${file}: no examples`, 2);
  return examples;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .split('\n');
  } catch (error) {
    throw new CommandError(`${file}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`, 2);
  }
}

/** What is no JSON object has none of the keys that are asked for. */
function objectOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
