import { useEffect, useState } from 'preact/hooks';
import { hashOf, type Location, parseHash } from './hash.ts';

/** Goes there; the way back is one step of the browser's history. */
export function go(page: string, parameters: Readonly<Record<string, string | undefined>> = {}): void {
  window.location.hash = hashOf(page, parameters);
}

export function useLocation(): Location {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const follow = (): void => setHash(window.location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return parseHash(hash);
}

/** Addresses longer than this are cut by some programs that links are sent through. */
const LONGEST_ADDRESS = 6000;

/** Writes what the reader made into the address, without a step in the history; what is too long stays out. */
export function remember(page: string, parameters: Readonly<Record<string, string>>): void {
  const hash = hashOf(page, parameters);
  if (hash.length <= LONGEST_ADDRESS) window.history.replaceState(null, '', hash);
}
