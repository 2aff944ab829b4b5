import { stat } from 'node:fs/promises';
import { type FSWatcher, watch } from 'chokidar';
import { dictionaryFolder } from '../composition/catalogues.ts';
import type { Config } from '../config/schema.ts';
import type { Logger } from '../domain/logger.ts';

/** Changes that come together are one. Editors write a file in several steps. */
const SETTLE_MS = 150;
/** Changes that never stop are still read this often. */
const LONGEST_WAIT_MS = 500;
/** How often it is looked whether a watched path has become another file or folder. */
const IDENTITY_MS = 400;

/** What to do when files change. */
export interface WatchHandlers {
  /** A rule file was added, changed or removed. */
  readonly rules: () => Promise<unknown>;
  /** A dictionary was. */
  readonly dictionaries: () => Promise<unknown>;
}

export interface FileWatch {
  /** Watches what the configuration names now. */
  follow(config: Config): Promise<void>;
  close(): Promise<void>;
}

/** Watches the files that search people edit. Where they cannot be watched it is said, and nothing else happens. */
export function createFileWatch(handlers: WatchHandlers, logger: Logger): FileWatch {
  let closers: (() => Promise<void>)[] = [];

  function watched(paths: readonly string[], changed: () => Promise<unknown>): void {
    if (paths.length === 0) return;
    const settled = whenSettled(() => void changed());
    const open = (path: string): FSWatcher =>
      watch(path, { ignoreInitial: true, depth: 1 })
        .on('all', settled.soon)
        .on('error', (error) => logger.warn({ err: error, path }, 'files cannot be watched'));
    const stops = paths.map((path) => followed(path, open, settled.soon));
    closers.push(async () => {
      settled.cancel();
      await Promise.all(stops.map((stop) => stop()));
    });
  }

  async function close(): Promise<void> {
    const open = closers;
    closers = [];
    await Promise.all(open.map((one) => one()));
  }

  return {
    async follow(config) {
      await close();
      const { rules, segmentation, indices } = config;
      if (!rules.watch) return;
      watched([rules.folder], handlers.rules);
      const ofIndices = Object.values(indices ?? {}).flatMap(({ dictionaries, dictionary }) =>
        dictionary === undefined ? dictionaries : [...dictionaries, dictionary],
      );
      const files = [...segmentation.userDictionaries, ...ofIndices, dictionaryFolder(config)];
      watched(files, handlers.dictionaries);
    },
    close,
  };
}

/** Calls back once for changes that come together. */
function whenSettled(callback: () => void): { readonly soon: () => void; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  /** When the first of the changes came that are still waiting. */
  let since: number | undefined;
  return {
    soon() {
      const now = performance.now();
      since ??= now;
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          since = undefined;
          callback();
        },
        Math.min(SETTLE_MS, Math.max(0, since + LONGEST_WAIT_MS - now)),
      );
    },
    cancel: () => clearTimeout(timer),
  };
}

/**
 * Watches a path, also when another folder or file takes its place, as when a release is moved there or a link is
 * turned: the system only tells of what was there when the watching began.
 */
function followed(
  path: string,
  open: (path: string) => FSWatcher,
  replaced: () => void,
): () => Promise<void> {
  let watcher = open(path);
  let known: string | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const now = await identityOf(path);
    if (isStopped) return;
    if (known !== undefined && now !== known) {
      await watcher.close();
      watcher = open(path);
      replaced();
    }
    known = now;
  };
  void look();
  const timer = setInterval(() => void look(), IDENTITY_MS);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await watcher.close();
  };
}

/** Of what stands at the end of all links; a path that leads nowhere has one too. */
async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev} ${ino}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
