import type { RequestListener } from 'node:http';
import Koa, { type Context } from 'koa';
import { loggerIn } from '../../domain/logger.ts';
import { searchMiddleware } from './handler.ts';
import type { SearchServices } from './services.ts';

/** Koa around the search middleware; errors end there, with an answer. */
export function searchListener(services: SearchServices): RequestListener {
  const koa = new Koa();
  koa.silent = true;
  koa.on('error', (error: NodeJS.ErrnoException, ctx?: Context) => {
    // Koa reports every connection that a caller cuts as well; that is their right.
    const gone = error.syscall === 'read' || error.syscall === 'write';
    const span = ctx && services.spans.of(ctx.req);
    loggerIn(span, services.logger)[gone ? 'debug' : 'error'](
      { err: error },
      gone ? 'a caller went away' : 'a request failed',
    );
  });
  koa.use(searchMiddleware(services));
  const listener = koa.callback();
  return (request, response) => void listener(request, response);
}
