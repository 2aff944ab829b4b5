import { GatewayError } from '../errors.ts';

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'not allowed to use this port',
  ENOTFOUND: 'no such host',
};

/** Why a port cannot be listened on, in words for a terminal. */
export function listenFault(error: unknown, host: string, port: number): GatewayError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new GatewayError('internal', `cannot listen on ${host}:${port}: ${WHY[code] ?? message}`, {
    cause: error,
  });
}
