import { isIP } from 'node:net';

/** Whether nobody but this machine reaches what listens on a host. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host.toLowerCase() === 'localhost';
}
