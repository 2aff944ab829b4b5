import { createHash, timingSafeEqual } from 'node:crypto';
import type { Middleware } from 'koa';
import { GatewayError } from '../../errors.ts';

/** `Authorization` is the asker's own, for Elasticsearch; cookies would be sent by pages of strangers. */
const HEADER = 'Relevance-Admin-Token';

/** Lets through who knows the token; everybody where there is none. Comparing takes as long whatever was sent. */
export function guardToken(token: string | null): Middleware {
  if (token === null) return (_ctx, next) => next();
  const expected = digest(token);
  return async (ctx, next) => {
    const given = ctx.get(HEADER);
    if (!timingSafeEqual(digest(given), expected)) {
      ctx.set('WWW-Authenticate', `${HEADER} realm="relevance"`);
      throw new GatewayError(
        'unauthorized',
        given === '' ? `the header ${HEADER} must hold the admin token` : `${HEADER} is not the admin token`,
      );
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
