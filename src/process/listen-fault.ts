import { createServer } from 'node:net';
import { GatewayError } from '../errors.ts';
import type { Address } from './address.ts';

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'not allowed to use this port',
  ENOTFOUND: 'no such host',
};

/** Where to listen, and the settings that say so. */
export interface WantedAddress extends Address {
  readonly settings: string;
}

/** Where the configuration has the gateway listen. */
export function wantedAddresses(server: {
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
}): { readonly data: WantedAddress; readonly admin: WantedAddress } {
  const { host, port, adminHost, adminPort } = server;
  return {
    data: { host, port, settings: 'RELEVANCE_PORT or server.port' },
    admin: { host: adminHost, port: adminPort, settings: 'RELEVANCE_ADMIN_PORT or server.adminPort' },
  };
}

/** Why a port cannot be listened on and what to do, in words for a terminal. */
export function listenFault(error: unknown, { host, port, settings }: WantedAddress): GatewayError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const why = WHY[code] ?? message;
  return new GatewayError('internal', `cannot listen on ${host}:${port}: ${why}; set ${settings}`, {
    cause: error,
  });
}

/** Null where the port could be had; else the error of trying. Port 0 can be had wherever the host can. */
export function triedPort({ host, port }: Address): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

/**
 * Tries the ports before anything is loaded for them, which takes seconds.
 * @throws GatewayError the fault of the first that cannot be had
 */
export async function checkPorts(wanted: readonly WantedAddress[]): Promise<void> {
  for (const address of wanted) {
    const error = await triedPort(address);
    if (error !== null) throw listenFault(error, address);
  }
}
