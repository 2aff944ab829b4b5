import { GatewayError, type ErrorCode } from '../errors.ts';

/** The stage a request had reached when it failed: only after `connected` can bytes have been sent. */
export type Reached = 'nothing' | 'connected';

const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH$)/;
const PROTOCOL = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  // Node refuses to write such a head to the client.
  'ERR_INVALID_CHAR',
  'ERR_HTTP_INVALID_STATUS_CODE',
]);
const TIMEOUT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const REFUSED_BY_US = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

/** What went wrong on the way to Elasticsearch, in the gateway's own terms. Names no address. */
export function toUpstreamError(error: unknown, reached: Reached): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code, name, message } = describe(error);
  const fail = (kind: ErrorCode, text: string): GatewayError =>
    new GatewayError(kind, text, { cause: error });
  if (REFUSED_BY_US.has(code)) return fail('bad_request', `the request cannot be passed on: ${message}`);
  if (TLS.test(code)) {
    return fail('upstream_tls', `Elasticsearch could not be recognised: ${tlsReason(code, message)}`);
  }
  if (reached === 'nothing') return fail('upstream_unavailable', `Elasticsearch does not answer (${code})`);
  if (
    PROTOCOL.has(code) ||
    name === 'HTTPParserError' ||
    code.startsWith('HPE_') ||
    /^bad (response|upgrade)/.test(message)
  ) {
    return fail('upstream_protocol', 'Elasticsearch sent an answer that is not valid HTTP');
  }
  if (TIMEOUT.has(code)) return fail('upstream_timeout', 'Elasticsearch did not answer in time');
  return fail('upstream_reset', 'Elasticsearch closed the connection before the answer was complete');
}

/** Told by its members: an error from another realm is no `instanceof Error`. */
function describe(error: unknown): { code: string; name: string; message: string } {
  const members: object = typeof error === 'object' && error !== null ? error : {};
  const text = (key: string): string => {
    const value: unknown = Reflect.get(members, key);
    return typeof value === 'string' ? value : '';
  };
  return { code: text('code') || 'no code', name: text('name'), message: text('message') };
}

/** OpenSSL's messages name the addresses and paths they met; its codes do not. */
function tlsReason(code: string, message: string): string {
  return code === 'ERR_TLS_FINGERPRINT' ? message : code;
}
