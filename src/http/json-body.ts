import type { Context } from 'koa';
import { GatewayError } from '../errors.ts';
import { decodeBody, readBody } from './body.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
const JSON_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * The request's body as a JSON object.
 * @throws GatewayError `bad_request`, `body_too_large`
 */
export async function jsonBody(ctx: Context): Promise<Readonly<Record<string, unknown>>> {
  // Also keeps out HTML forms, which cannot send such a type without asking first.
  if (!JSON_TYPE.test(ctx.get('content-type'))) {
    throw new GatewayError('bad_request', 'the body must be JSON, with Content-Type: application/json');
  }
  const { chunks, complete } = await readBody(ctx.req, BODY_LIMIT_BYTES);
  if (!complete) {
    throw new GatewayError('body_too_large', `the body is larger than ${BODY_LIMIT_BYTES} bytes`);
  }
  const encoding = ctx.req.headers['content-encoding'];
  const body = await decodeBody(Buffer.concat(chunks), encoding, BODY_LIMIT_BYTES);
  if (body === undefined) {
    throw new GatewayError(
      'bad_request',
      `the body cannot be decoded, or is larger than ${BODY_LIMIT_BYTES} bytes`,
    );
  }
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GatewayError('bad_request', 'the body must be a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new GatewayError('bad_request', 'the body is not valid JSON');
  }
}
