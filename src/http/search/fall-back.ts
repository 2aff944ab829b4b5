import type { RawHeaders } from '../../domain/engine.ts';
import type { GatewayError } from '../../errors.ts';
import { headerOf } from './raw-headers.ts';

/** Faults of the engine or of load: sending the caller's own request would only add to them. */
export function isEngines(fault: GatewayError): boolean {
  return fault.code.startsWith('upstream_') || fault.code === 'overloaded';
}

/** A Kerberos ticket is good for one request: there is nothing to send a second one with. */
export function isForOneRequest(headers: RawHeaders): boolean {
  return /^negotiate\b/i.test(headerOf(headers, 'authorization') ?? '');
}
