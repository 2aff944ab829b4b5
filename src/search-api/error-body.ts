import type { GatewayError } from '../errors.ts';

/** The gateway's own error in Elasticsearch's shape, so that every client can read it. */
export function errorBody(error: GatewayError): Buffer {
  const { type, status } = error;
  const reason = error.publicMessage;
  return Buffer.from(JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status }));
}
