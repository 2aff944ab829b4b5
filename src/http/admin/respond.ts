import type { Middleware } from 'koa';
import type { Logger } from '../../domain/logger.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';

/** Scripts and styles of this origin only, and no frame around any answer. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * Outermost: every answer is JSON unless a route says otherwise, errors are
 * `{"error": {"code", "message"}}`, and nothing is cached.
 */
export function respond(logger: Logger): Middleware {
  return async (ctx, next) => {
    ctx.set(HEADERS);
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new GatewayError('not_found', `no such page: ${ctx.path}`);
      }
      if (ctx.status === 405 || ctx.status === 501) {
        ctx.body = { error: { code: 'method_not_allowed', message: `not a method of ${ctx.path}` } };
        ctx.status = 405;
      }
    } catch (error) {
      const fault = toGatewayError(error);
      if (fault.status >= 500) logger.error({ err: fault, path: ctx.path }, 'an admin request failed');
      ctx.status = fault.status;
      ctx.body = { error: { code: fault.code, message: fault.publicMessage } };
      // What is left of a refused body is not read: the connection ends with the answer.
      if (!ctx.req.complete) ctx.set('Connection', 'close');
    }
  };
}
