import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EngineAnswer, RawHeaders } from '../../domain/engine.ts';
import type { GatewayError } from '../../errors.ts';
import { errorBody } from '../../search-api/error-body.ts';
import { EXPOSED_HEADERS } from '../cors.ts';
import { headerOf, withoutHeaders } from './raw-headers.ts';

const compress = promisify(gzip);
/** Below this many bytes compression costs more than it saves. */
const COMPRESS_FROM_BYTES = 1024;
const FRAMING = new Set([
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'connection',
  'keep-alive',
]);
export interface Reply {
  readonly response: ServerResponse;
  /** The caller's own headers. */
  readonly requestHeaders: RawHeaders;
  readonly answer: EngineAnswer;
  readonly body: Buffer;
  /** Raw headers of ours. */
  readonly added: RawHeaders;
}

/** Answers with the engine's status and headers and a body of known length, compressed if the caller asks. */
export async function reply({ response, requestHeaders, answer, body, added }: Reply): Promise<void> {
  const headers = withoutHeaders(answer.headers, FRAMING);
  headers.push(...added);
  if (headerOf(answer.headers, 'access-control-allow-origin') !== undefined) {
    headers.push('Access-Control-Expose-Headers', EXPOSED_HEADERS);
  }
  let bytes = body;
  if (body.length >= COMPRESS_FROM_BYTES && acceptsGzip(requestHeaders)) {
    bytes = await compress(body, { level: 3 });
    headers.push('content-encoding', 'gzip');
  }
  if (response.destroyed) return;
  headers.push('content-length', String(bytes.length));
  writeHead(response, answer.status, headers);
  response.end(bytes);
}

/**
 * The head as the engine would send it: without the date and the connection headers that Node adds by itself,
 * unless the connection is to be closed.
 */
function writeHead(response: ServerResponse, status: number, headers: string[]): void {
  response.sendDate = false;
  if (!response.shouldKeepAlive) headers.push('connection', 'close');
  else if (response.req.httpVersionMinor > 0) response.removeHeader('connection');
  response.writeHead(status, headers);
}

/** Answers with an error of our own in Elasticsearch's shape; nothing may have been sent before. */
export function replyError(response: ServerResponse, error: GatewayError): void {
  if (response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = errorBody(error);
  response.writeHead(error.status, [
    'content-type',
    'application/json',
    'content-length',
    String(body.length),
  ]);
  response.end(body);
}

/** Whether `Accept-Encoding` names gzip and does not refuse it with `q=0`. */
function acceptsGzip(headers: RawHeaders): boolean {
  const accepted = headerOf(headers, 'accept-encoding');
  if (accepted === undefined) return false;
  return accepted
    .toLowerCase()
    .split(',')
    .some((coding) => /^\s*gzip\s*(;\s*q\s*=\s*(1|0\.\d*[1-9]\d*)[\d.]*\s*)?$/.test(coding));
}
