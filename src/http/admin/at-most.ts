import type { Middleware } from 'koa';
import { GatewayError } from '../../errors.ts';

/** Lets so many requests be under way at the same time and refuses the others with 429. */
export function atMost(limit: number): Middleware {
  let underWay = 0;
  return async (ctx, next) => {
    if (underWay >= limit) {
      ctx.set('Retry-After', '1');
      throw new GatewayError('overloaded', `more than ${limit} requests to the admin port at the same time`);
    }
    underWay += 1;
    try {
      await next();
    } finally {
      underWay -= 1;
    }
  };
}
