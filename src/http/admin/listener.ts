import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import type { Logger } from '../../domain/logger.ts';
import { type ConsoleFiles, serveConsole } from './console-files.ts';
import { type AccessOptions, adminRoutes } from './routes.ts';
import { respond } from './respond.ts';
import type { AdminRecords, AdminServices } from './services.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 256;

export interface AdminListenerOptions {
  readonly services: AdminServices;
  readonly records: AdminRecords;
  readonly logger: Logger;
  readonly access: AccessOptions;
  /** The web page at `/`; absent: there is none. */
  readonly consoleFiles?: ConsoleFiles;
}

/** The admin port's server, not yet listening. */
export function createAdminListener(options: AdminListenerOptions): Server {
  const { services, records, logger, access, consoleFiles = new Map() } = options;
  const koa = new Koa();
  koa.silent = true;
  koa.on('error', (error: unknown) => logger.debug({ err: error }, 'an admin connection broke'));
  const router = adminRoutes(services, records, access);
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
