import { isIP } from 'node:net';
import type { Middleware } from 'koa';
import { GatewayError } from '../../errors.ts';

/**
 * Keeps web pages away from an admin port on the same machine: by a name of their own that points here
 * (DNS rebinding: the Host is theirs) and by requests across origins (the Origin is theirs). Programs send
 * no Origin and come by address or by a configured name.
 */
export function guardOrigin(names: readonly string[]): Middleware {
  const allowed = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  const isOurs = (hostname: string): boolean => {
    const bare = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    return isIP(bare) !== 0 || allowed.has(bare);
  };
  return async (ctx, next) => {
    const host = ctx.get('Host');
    const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
    if (url === undefined || !isOurs(url.hostname)) {
      throw new GatewayError('forbidden', 'this Host is not among server.adminNames');
    }
    const origin = ctx.get('Origin');
    const site = ctx.get('Sec-Fetch-Site');
    const sameOrigin = origin === '' || (URL.canParse(origin) && new URL(origin).host === url.host);
    if (!sameOrigin || !['', 'none', 'same-origin'].includes(site)) {
      throw new GatewayError('forbidden', 'requests from other origins are refused');
    }
    await next();
  };
}
