import type { Json } from '../json/parse.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Whether JSON.parse dropped a key because the text has it twice: there are then more keys in the text than in
 * the value. One pass over the bytes is much cheaper than a strict parser.
 */
export function hasDuplicateKeys(bytes: Uint8Array, value: Json): boolean {
  return keysInText(bytes) !== keysInValue(value);
}

/** Colons outside of strings: one a key. */
function keysInText(bytes: Uint8Array): number {
  let keys = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === COLON) keys++;
    if (byte !== QUOTE) continue;
    for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
  }
  return keys;
}

function keysInValue(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) for (const item of value) keys += keysInValue(item);
  else for (const key of Object.keys(value)) keys += 1 + keysInValue(value[key] as Json);
  return keys;
}
