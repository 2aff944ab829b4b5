import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { GatewayError } from '../errors.ts';
import { errorBody } from '../search-api/error-body.ts';

/** Elasticsearch's own media type, which its clients compare with the one they asked for. */
const VENDOR_JSON = /application\/vnd\.elasticsearch\+json\s*;\s*compatible-with=\d+/i;

/** The JSON media type of an answer to a request: the one that Elasticsearch's clients ask for, or the plain one. */
export function jsonTypeFor({ headers }: IncomingMessage): string {
  return VENDOR_JSON.exec(headers.accept ?? '')?.[0] ?? 'application/json';
}

/**
 * Refuses a request in Elasticsearch's shape and ends its connection. Nothing may have been sent yet.
 * @param retryAfterMs when to ask again, for `Retry-After`
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: GatewayError,
  retryAfterMs?: number,
): void {
  answerFault(request, response, error, ['connection', 'close', ...retryAfter(retryAfterMs)]);
}

/** Largest request body, in bytes, that is read and thrown away to keep its connection. */
const SMALL_BODY = 64 * 1024;

/** Whether what is left of a request is so little that it is cheaper to read than to connect again. */
export function isCheapToRead({ headers, complete }: IncomingMessage): boolean {
  if (complete) return true;
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= SMALL_BODY;
}

/** The same for a request that is {@link isCheapToRead}: the connection is kept, for the next attempt. */
export function refuseForNow(
  request: IncomingMessage,
  response: ServerResponse,
  error: GatewayError,
  retryAfterMs: number,
): void {
  request.resume();
  answerFault(request, response, error, retryAfter(retryAfterMs));
}

/** Whole seconds, at least one (RFC 9110, section 10.2.3). */
function retryAfter(ms: number | undefined): readonly string[] {
  return ms === undefined ? [] : ['retry-after', String(Math.max(1, Math.ceil(ms / 1000)))];
}

function answerFault(
  request: IncomingMessage,
  response: ServerResponse,
  error: GatewayError,
  headers: readonly string[],
): void {
  if (response.destroyed) return;
  const body = errorBody(error);
  response.sendDate = false;
  response.writeHead(error.status, [
    'content-type',
    jsonTypeFor(request),
    'content-length',
    String(body.length),
    ...headers,
  ]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The same as bytes, for a connection on which no request could be understood. */
export function refusal(error: GatewayError): Buffer {
  const body = errorBody(error);
  const head =
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** What Node's parser or its timers found, in the gateway's own terms; null where the client has just gone. */
export function parserFault(
  code: string | undefined,
): { code: 'headers_too_large' | 'request_timeout' | 'bad_request'; reason: string } | null {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { code: 'headers_too_large', reason: 'the request line and headers are too long' };
    case 'HPE_INVALID_URL':
      return {
        code: 'bad_request',
        reason:
          'the request target holds a character that must be percent-encoded, as %E4%B9%A6 for 书 ' +
          '(with curl: -G --data-urlencode "q=…")',
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'request_timeout', reason: 'the request took too long to arrive' };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return null;
    default:
      return { code: 'bad_request', reason: 'the request is not valid HTTP' };
  }
}
