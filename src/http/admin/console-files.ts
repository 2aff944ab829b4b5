import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Middleware } from 'koa';

/** One file of the console's web page, held in memory. */
interface ConsoleFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
  /** How long browsers may keep it. */
  readonly caching: string;
}

/** The console's web page by path: `/` and what it loads from `/console/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Reads what the build left; some 200 KB, once at start.
 * @returns an empty map where the folder is not there: the gateway serves without its console
 */
export async function readConsoleFiles(folder: string): Promise<ConsoleFiles> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = await Promise.all(
    names.map(async (name): Promise<[string, ConsoleFile]> => {
      const bytes = await readFile(join(folder, name));
      const isPage = name === 'index.html';
      return [
        isPage ? '/' : `/console/${name}`,
        {
          bytes,
          type: TYPES[extname(name)] ?? 'application/octet-stream',
          etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
          // Their names change with their content.
          caching: isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
        },
      ];
    }),
  );
  return new Map(files);
}

/** Answers for the console's files and leaves everything else alone; they hold nothing that is secret. */
export function serveConsole(files: ConsoleFiles): Middleware {
  return async (ctx, next) => {
    const file = files.get(ctx.path);
    if (file === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.set('Cache-Control', file.caching);
    ctx.etag = file.etag;
    ctx.type = file.type;
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = file.bytes;
  };
}
