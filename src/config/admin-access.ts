import { isLoopback } from './loopback.ts';
import type { Config } from './schema.ts';

/**
 * Why an admin port must not be opened as it is configured; null where it may be. What stands there is asked of the
 * process that listens, not of commands: they read the same file and have no need of its secrets.
 */
export function adminAccessFault({ admin, server }: Pick<Config, 'admin' | 'server'>): string | null {
  if (admin.token !== null || admin.auth === 'proxy' || isLoopback(server.adminHost)) return null;
  return (
    `server.adminHost ${server.adminHost} can be reached from other machines and nothing keeps strangers out: ` +
    'set RELEVANCE_ADMIN_TOKEN, or admin.auth: proxy where something in front of the port asks who is there'
  );
}
