import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from '../../domain/logger.ts';
import { GatewayError } from '../../errors.ts';
import { compareRequest } from './compare-request.ts';
import { type ConsoleFiles, serveConsole } from './console-files.ts';
import { explainRequest } from './explain-request.ts';
import { guardOrigin } from './guard.ts';
import { jsonBody } from '../json-body.ts';
import { respond } from './respond.ts';
import { ruleCheckRequest } from './rule-check-request.ts';
import type { AdminServices } from './services.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 256;

export interface AdminListenerOptions {
  readonly services: AdminServices;
  readonly logger: Logger;
  /** Host names that `/api/` answers to, beside localhost and IP addresses. */
  readonly names: readonly string[];
  /** The web page at `/`; absent: there is none. */
  readonly consoleFiles?: ConsoleFiles;
}

/** The admin port's server, not yet listening. It has no authentication: who reaches it may use it. */
export function createAdminListener(options: AdminListenerOptions): Server {
  const { services, logger, names, consoleFiles = new Map() } = options;
  const koa = new Koa();
  koa.silent = true;
  koa.on('error', (error: unknown) => logger.debug({ err: error }, 'an admin connection broke'));
  const router = routes(services, names);
  koa.use(respond(logger)).use(serveConsole(consoleFiles)).use(router.routes()).use(router.allowedMethods());
  const handle = koa.callback();
  const server = createServer(
    { maxHeaderSize: 32 * 1024 },
    (request, response) => void handle(request, response),
  );
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

function routes(services: AdminServices, names: readonly string[]): Router {
  const guard = guardOrigin(names);
  return new Router()
    .get('/healthz', (ctx) => {
      ctx.body = services.health();
    })
    .get('/readyz', async (ctx) => {
      const readiness = await services.ready();
      ctx.status = readiness.ready ? 200 : 503;
      ctx.body = readiness;
    })
    .get('/metrics', async (ctx) => {
      ctx.body = await services.metrics();
      ctx.type = 'text/plain; version=0.0.4; charset=utf-8';
    })
    .get('/api/config', guard, (ctx) => {
      ctx.body = services.config();
    })
    .post('/api/explain', guard, async (ctx) => {
      const request = explainRequest(await jsonBody(ctx), ctx.req.rawHeaders);
      ctx.body = await services.explain(request);
    })
    .post('/api/compare', guard, async (ctx) => {
      ctx.body = await services.compare(compareRequest(await jsonBody(ctx), ctx.req.rawHeaders));
    })
    .get('/api/indices', guard, async (ctx) => {
      ctx.body = await services.indices();
    })
    .get('/api/pipelines', guard, async (ctx) => {
      ctx.body = await services.pipelines();
    })
    .get('/api/explain/:id', guard, async (ctx) => {
      const tree = await services.explainById(ctx.params['id'] ?? '');
      if (tree === undefined)
        throw new GatewayError('not_found', 'no such trace; they are kept for five minutes');
      ctx.body = tree;
    })
    .get('/api/rules', guard, async (ctx) => {
      ctx.body = await services.rules();
    })
    .post('/api/rules/check', guard, async (ctx) => {
      ctx.body = await services.checkRules(ruleCheckRequest(await jsonBody(ctx)));
    })
    .post('/api/reload', guard, async (ctx) => {
      const result = await services.reload();
      if ('faults' in result) {
        ctx.status = 400;
        const message = result.faults[0]?.message ?? 'the configuration is not valid';
        ctx.body = { error: { code: 'config_invalid', message, faults: result.faults } };
      } else {
        ctx.body = result;
      }
    });
}
