import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayError } from '../errors.ts';
import { errorBody } from '../search-api/error-body.ts';

const VENDOR_JSON = /application\/vnd\.elasticsearch\+json\s*;\s*compatible-with=\d+/i;

/** Answers with an error of the gateway's own, or breaks the connection where an answer has begun. */
export function answerError(request: IncomingMessage, response: ServerResponse, error: GatewayError): void {
  if (response.destroyed) return;
  if (response.headersSent || error.code === 'client_gone') {
    response.destroy();
    return;
  }
  const body = errorBody(error);
  // Clients compare the answer's type with the one they asked for.
  const type = VENDOR_JSON.exec(request.headers.accept ?? '')?.[0] ?? 'application/json';
  response.sendDate = false;
  response.writeHead(error.status, ['content-type', type, 'content-length', String(body.length)]);
  response.end(request.method === 'HEAD' ? undefined : body);
}
