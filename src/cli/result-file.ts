import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from './command.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it may not be written',
};

/**
 * Whether results can go to these files, asked before what takes minutes.
 * @param files undefined ones are not asked for
 * @throws CommandError for the first that cannot be written
 */
export function checkResultFiles(...files: readonly (string | undefined)[]): void {
  for (const file of files) {
    if (file === undefined) continue;
    try {
      const known = statSync(file, { throwIfNoEntry: false });
      if (known?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
      accessSync(known === undefined ? dirname(file) : file, constants.W_OK);
    } catch (error) {
      throw new CommandError(reasonOf(file, error), 2);
    }
  }
}

/**
 * Whether a file can be put in this one's place: what is no file, such as a device, would be lost.
 * @throws CommandError
 */
export function checkReplaceable(file: string): void {
  const known = statSync(file, { throwIfNoEntry: false });
  if (known !== undefined && !known.isFile()) {
    throw new CommandError(`${file} cannot be replaced: it is no regular file; name another`, 2);
  }
}

/** Writes a result. @throws CommandError that names the file and says why it could not be written */
export function writeResult(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new CommandError(reasonOf(file, error));
  }
}

function reasonOf(file: string, error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return `${file} cannot be written: ${WHY[code] ?? code}`;
}
