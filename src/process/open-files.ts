import type { Config } from '../config/schema.ts';

/** For what is open beside connections: logs, dictionaries, the embedded store, pipes to the primary. */
const OTHER_FILES = 128;
/** Fewer are no service at all. */
const LEAST_CONNECTIONS = 16;

/**
 * Most client connections that a process has file descriptors for. Without one to spare it would not only refuse
 * the next connection: in a cluster the primary waits for ever for a word on each connection it handed over, and a
 * process that could not receive one is never given another.
 *
 * @param openFiles most descriptors that the process may have open
 */
export function affordableConnections(
  { server, elasticsearch }: Pick<Config, 'server' | 'elasticsearch'>,
  openFiles: number,
): number {
  const upstream = elasticsearch.nodes.length * elasticsearch.pool.connections;
  const left = Math.max(LEAST_CONNECTIONS, openFiles - upstream - OTHER_FILES);
  return Math.min(server.limits.connections, left);
}
