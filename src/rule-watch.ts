import { watch } from 'chokidar';
import { dictionaryFolder } from './catalogues.ts';
import type { Config } from './config/schema.ts';
import type { Logger } from './domain/logger.ts';

/** Changes that come together are one. Editors write a file in several steps. */
const SETTLE_MS = 150;

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
    let timer: NodeJS.Timeout | undefined;
    const watcher = watch([...paths], { ignoreInitial: true, depth: 1 });
    watcher.on('all', () => {
      clearTimeout(timer);
      timer = setTimeout(() => void changed(), SETTLE_MS);
    });
    watcher.on('error', (error) => logger.warn({ err: error, paths }, 'files cannot be watched'));
    closers.push(async () => {
      clearTimeout(timer);
      await watcher.close();
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
