import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors.ts';

/**
 * End-to-end headers that `Connection` may not take away: a caller's identity and what their body is. An
 * intermediary that dropped one of them would send another request than the caller's.
 */
const KEPT =
  /^(?:host|authorization|content-.*|es-client-authentication|es-secondary-authorization|es-security-runas-user)$/;

/**
 * What makes a request ambiguous: two readers of it could disagree on where it goes, where it ends or who
 * sent it. Null for all others. Node's parser has refused a good part already (RFC 9112, 6.3 and 11.2).
 */
export function requestFault(request: IncomingMessage): GatewayError | null {
  const { headers, rawHeaders } = request;
  const reason =
    // Node's parser takes a line without a version for HTTP/0.9, which has no headers.
    (request.httpVersionMajor === 1 ? null : 'not HTTP/1') ??
    (countHosts(rawHeaders) > 1 ? 'more than one Host header' : null) ??
    framingFault(request) ??
    (headers.connection === undefined ? null : connectionFault(headers.connection)) ??
    targetFault(request.url ?? '', headers.host);
  return reason === null ? null : new GatewayError('ambiguous_request', reason);
}

/** Whether a request target is a path, not a URL: only such requests are looked at any further. */
export function isOriginForm(target: string): boolean {
  return target.startsWith('/');
}

function countHosts(raw: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]!.length === 4 && raw[at]!.toLowerCase() === 'host') count += 1;
  }
  return count;
}

function framingFault({ headers, httpVersionMinor }: IncomingMessage): string | null {
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return null;
  if (httpVersionMinor === 0) return 'Transfer-Encoding in HTTP/1.0';
  return coding.toLowerCase() === 'chunked' ? null : 'a Transfer-Encoding other than chunked';
}

function connectionFault(connection: string): string | null {
  // What nearly every client sends.
  if (connection === 'keep-alive' || connection === 'close') return null;
  const named = connection
    .toLowerCase()
    .split(',')
    .map((option) => option.trim());
  const kept = named.find((option) => KEPT.test(option));
  return kept === undefined ? null : `Connection names ${kept}`;
}

function targetFault(target: string, host: string | undefined): string | null {
  if (isOriginForm(target)) return null;
  const authority = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  if (authority === undefined) return 'the request target is not a path';
  if (host === undefined || authority.toLowerCase() !== host.toLowerCase()) {
    return 'the request target and the Host header name different servers';
  }
  return null;
}
