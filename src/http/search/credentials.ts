import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RawHeaders } from '../../domain/engine.ts';

/** What decides who is asking, and so what they may see. */
const CREDENTIALS = /^(authorization|es-.*|cookie|x-pki-.*|x-forwarded-client-cert)$/;

/** Every header that says who asks, name and value alternating, in the order they came in. */
export function credentialsOf(headers: RawHeaders): readonly string[] {
  return headers.flatMap((name, at) => {
    const isCredential = at % 2 === 0 && CREDENTIALS.test(name.toLowerCase());
    return isCredential ? [name.toLowerCase(), headers[at + 1] ?? ''] : [];
  });
}

/** Hash of texts that cannot be taken for other texts: ["ab", "c"] and ["a", "bc"] differ. */
export function hashOf(texts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest('base64url');
}

/** Credentials that the engine accepted a short while ago; it keeps hashes, never the credentials. */
export interface AcceptedCredentials {
  has(headers: RawHeaders): boolean;
  /** Tells what the engine answered to them. */
  heard(headers: RawHeaders, status: number): void;
}

/** Who sends no credentials; no hash is empty. */
const NOBODY = '';
const KEEP_MS = 60_000;
const KEEP = 10_000;

export function createAcceptedCredentials(): AcceptedCredentials {
  const accepted = new LRUCache<string, true>({ max: KEEP, ttl: KEEP_MS });
  const keyOf = (headers: RawHeaders): string => {
    const credentials = credentialsOf(headers);
    return credentials.length === 0 ? NOBODY : hashOf(credentials);
  };
  return {
    has: (headers) => accepted.has(keyOf(headers)),
    heard(headers, status) {
      if (status === 200) accepted.set(keyOf(headers), true);
      else if (status === 401 || status === 403) accepted.delete(keyOf(headers));
    },
  };
}
