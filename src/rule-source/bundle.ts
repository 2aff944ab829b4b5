import { createHash } from 'node:crypto';
import { GatewayError } from '../errors.ts';

/** Rule files of one moment, by path: `<index>/<file>` or `_all/<file>`. */
export interface RuleBundle {
  readonly files: ReadonlyMap<string, string>;
  /** Changes with any byte of any file, and is the same for whoever reads the same. */
  readonly version: string;
}

/** More are refused, so nobody need read further. */
export const MOST_FILES = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
const PART = /^(?!\.)[^/\\\p{Cc}]{1,200}$/u;

/**
 * Checks what a source gave, before any of it touches the disk.
 * @throws GatewayError `config_invalid` with what is wrong
 */
export function bundleOf(entries: Iterable<readonly [path: unknown, text: unknown]>): RuleBundle {
  const files = new Map<string, string>();
  let bytes = 0;
  for (const [path, text] of entries) {
    if (typeof path !== 'string' || typeof text !== 'string') throw faulty('a path or a text is no text');
    const parts = path.split('/');
    if (parts.length !== 2 || !parts.every((part) => PART.test(part))) {
      throw faulty(`the path ${JSON.stringify(path.slice(0, 80))} must be <index>/<file> or _all/<file>`);
    }
    if (files.has(path)) throw faulty(`${path} is there twice`);
    files.set(path, text);
    bytes += Buffer.byteLength(text);
    if (bytes > MOST_BYTES || files.size > MOST_FILES) {
      throw faulty(`more than ${MOST_FILES} files or ${MOST_BYTES / 1024 / 1024} MB`);
    }
  }
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  for (const [path, text] of sorted) hash.update(`${path.length}:${path}${text.length}:${text}`);
  return { files: new Map(sorted), version: hash.digest('hex').slice(0, 16) };
}

function faulty(message: string): GatewayError {
  return new GatewayError('config_invalid', `the source of rules is faulty: ${message}`);
}
