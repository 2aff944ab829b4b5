import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GatewayError } from '../errors.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EROFS: 'the data folder can only be read',
  EACCES: 'the data folder may not be written',
  EPERM: 'the data folder may not be written',
};

/**
 * Puts a text where a file was, whole or not at all.
 * @throws GatewayError `storage_failed` that says why it could not be written
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw storageFault(error);
  }
}

/**
 * The text of a file; undefined where there is none.
 * @throws GatewayError `storage_failed` where it is too large or cannot be read
 */
export async function readText(file: string, mostBytes: number): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) {
      throw new GatewayError('storage_failed', `a file of the data folder is larger than ${mostBytes} bytes`);
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error instanceof GatewayError ? error : storageFault(error);
  }
}

export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** In words for people; paths of this machine stay in the cause. */
export function storageFault(cause: unknown): GatewayError {
  const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
  return new GatewayError('storage_failed', `nothing was saved or read: ${WHY[code] ?? code}`, { cause });
}
