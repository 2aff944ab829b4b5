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
