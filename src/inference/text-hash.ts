import { hash } from 'node:crypto';

/** Stands for a text in the keys of caches: no cache keeps anybody's text, and no key is longer than this. */
export function textHash(text: string): string {
  return hash('sha1', text, 'base64');
}
