import type { Middleware } from 'koa';
import type { Logger } from '../../domain/logger.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';

/**
 * Outermost: every answer is JSON unless a route says otherwise, errors are
 * `{"error": {"code", "message"}}`, and nothing is cached.
 */
export function respond(logger: Logger): Middleware {
  return async (ctx, next) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
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
