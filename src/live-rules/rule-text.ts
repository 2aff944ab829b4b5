import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';

/** Larger files are no rules that anybody writes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Read at a time, so that a large file does not hold up what else the process does. */
const PIECE_BYTES = 1024 * 1024;

/** Why a file cannot be had, and the line that says so; 1 where it is the file itself. */
export interface Unread {
  readonly line: number;
  readonly problem: string;
}

/** The text of a rule file, read piece by piece. */
export async function readRuleText(path: string): Promise<string | Unread> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return { line: 1, problem: 'is a folder: a rule file is expected there' };
    if (about.size > MOST_BYTES) {
      return { line: 1, problem: `is larger than ${MOST_BYTES / 1024 / 1024} MB: split it` };
    }
    return await decoded(createReadStream(path, { highWaterMark: PIECE_BYTES }));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return { line: 1, problem: reason === 'ENOENT' ? 'no such file' : `cannot be read: ${reason}` };
  }
}

async function decoded(pieces: AsyncIterable<Uint8Array>): Promise<string | Unread> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder('utf-8');
  let text = '';
  for await (const bytes of pieces) {
    const shown = lenient.decode(bytes, { stream: true });
    if (!isUtf8(() => strict.decode(bytes, { stream: true }))) return notUtf8(text + shown);
    text += shown;
  }
  // A character may have been cut off at the very end.
  return isUtf8(() => strict.decode()) ? text : notUtf8(text + lenient.decode());
}

function isUtf8(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** @param shown the text with U+FFFD for what is wrong */
function notUtf8(shown: string): Unread {
  const before = shown.slice(0, shown.indexOf('\ufffd'));
  return {
    line: before.split(/\r\n|[\r\n]/).length,
    problem: 'is not written in UTF-8: save it as UTF-8',
  };
}

/** The text of a dictionary that a rule file names; undefined where there is none. */
export function readDictionaryText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}
