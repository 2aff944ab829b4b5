import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from '../domain/logger.ts';
import { GatewayError } from '../errors.ts';

export interface SpoolOptions {
  /** Of this process alone. */
  readonly folder: string;
  readonly maxBytes: number;
  /** A file that is longer is closed, and the next one begun. */
  readonly fileBytes: number;
  readonly logger: Logger;
}

/** A file that is not written to any more. */
export interface SealedFile {
  readonly path: string;
  readonly bytes: number;
}

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  bytes: number;
}

interface Waiting {
  readonly text: string;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The file that is being written. */
const OPEN = 'open-';
const SEALED = /^\d{15}-\d{4,}\.ndjson$/;

/**
 * Lines on disk, in files one after the other. What `append` confirmed survives the process and the machine; whoever
 * asks while others are being written shares the next write.
 */
export class Spool {
  readonly #options: SpoolOptions;
  #current: OpenFile | undefined;
  #sealed: SealedFile[];
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #work: Promise<void> = Promise.resolve();
  #count = 0;

  private constructor(options: SpoolOptions, sealed: readonly SealedFile[]) {
    this.#options = options;
    this.#sealed = [...sealed];
  }

  /** Takes over what an earlier process left, without the half of a line that it may have ended in. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { folder } = options;
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (!name.startsWith(OPEN)) continue;
      const path = join(folder, name);
      const whole = (await readFile(path)).lastIndexOf('\n') + 1;
      if (whole === 0) {
        await rm(path);
        continue;
      }
      await truncate(path, whole);
      await rename(path, join(folder, name.slice(OPEN.length)));
    }
    const names = (await readdir(folder)).filter((name) => SEALED.test(name)).sort();
    const sealed = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), bytes: (await stat(join(folder, name))).size })),
    );
    return new Spool(options, sealed);
  }

  /** On disk, and about to be. */
  get bytes(): number {
    const current = this.#current?.bytes ?? 0;
    return this.#sealed.reduce((sum, file) => sum + file.bytes, current + this.#waitingBytes);
  }

  /** Oldest first. */
  get sealed(): readonly SealedFile[] {
    return this.#sealed;
  }

  /**
   * Resolves when the text is on disk for good.
   * @param text whole lines
   * @throws GatewayError `overloaded` where there is no room
   */
  append(text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    if (this.bytes + bytes > this.#options.maxBytes) {
      return Promise.reject(
        new GatewayError('overloaded', 'no room for more events until some are taken away'),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      if (this.#waiting.length === 1) void this.#enqueue(() => this.#write());
    });
  }

  /** Closes the file that is being written, if there is anything in it. */
  seal(): Promise<void> {
    return this.#enqueue(() => this.#seal());
  }

  async read({ path }: SealedFile): Promise<Buffer> {
    return readFile(path);
  }

  async remove(file: SealedFile): Promise<void> {
    await rm(file.path, { force: true });
    this.#sealed = this.#sealed.filter((one) => one !== file);
  }

  /** Counts again what is there: files may be taken away by others. */
  async recount(): Promise<void> {
    const there = new Set(await readdir(this.#options.folder));
    this.#sealed = this.#sealed.filter(({ path }) => there.has(basename(path)));
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch((error: unknown) => {
      this.#options.logger.error({ err: error }, 'events could not be written to disk');
    });
    return done;
  }

  async #write(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
    let current: OpenFile;
    try {
      current = await this.#file();
      await durably(current, batch.map(({ text }) => text).join(''));
    } catch (error) {
      const fault = new GatewayError('overloaded', 'events cannot be kept now', { cause: error });
      for (const { reject } of batch) reject(fault);
      throw error;
    } finally {
      this.#waitingBytes -= bytes;
    }
    current.bytes += bytes;
    for (const { resolve } of batch) resolve();
    if (current.bytes >= this.#options.fileBytes) await this.#seal();
  }

  async #file(): Promise<OpenFile> {
    if (this.#current !== undefined) return this.#current;
    this.#count += 1;
    const name = `${String(Date.now()).padStart(15, '0')}-${String(this.#count).padStart(4, '0')}.ndjson`;
    const handle = await open(join(this.#options.folder, OPEN + name), 'ax', 0o600);
    this.#current = { name, handle, bytes: 0 };
    await syncFolder(this.#options.folder);
    return this.#current;
  }

  async #seal(): Promise<void> {
    const current = this.#current;
    if (current === undefined || current.bytes === 0) return;
    const { folder } = this.#options;
    await current.handle.close();
    this.#current = undefined;
    const path = join(folder, current.name);
    await rename(join(folder, OPEN + current.name), path);
    this.#sealed.push({ path, bytes: current.bytes });
  }
}

/** Half a write must not stand before the next one. */
async function durably({ handle, bytes }: OpenFile, text: string): Promise<void> {
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(bytes);
    throw error;
  }
}

/** A new file is there for good once its folder is on disk as well; Windows does that by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
