import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RuleBundle } from './bundle.ts';

const POINTER = 'good';
const VERSION = /^[0-9a-f]{16}$/;

/** Copies of rule files on disk, one folder a version; one of them is known to be good. */
export class RuleCopies {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the files of a version lie; the last step is called the same in all of them, as it is shown in reports. */
  folderOf(version: string): string {
    return join(this.#folder, version, 'rules');
  }

  /** The version that was good last; undefined where none was, or it is gone. */
  async good(): Promise<string | undefined> {
    const version = await readFile(join(this.#folder, POINTER), 'utf8').catch(() => '');
    if (!VERSION.test(version)) return undefined;
    return (await readdir(this.folderOf(version)).catch(() => undefined)) === undefined ? undefined : version;
  }

  async write({ files, version }: RuleBundle): Promise<void> {
    const temporary = join(this.#folder, `${version}.new`);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(join(temporary, 'rules'), { recursive: true });
    for (const [path, text] of files) {
      const file = join(temporary, 'rules', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await rm(join(this.#folder, version), { recursive: true, force: true });
    await rename(temporary, join(this.#folder, version));
  }

  /** Others than this are not needed any more. */
  async setGood(version: string): Promise<void> {
    await writeFile(join(this.#folder, `${POINTER}.new`), version);
    await rename(join(this.#folder, `${POINTER}.new`), join(this.#folder, POINTER));
    for (const name of await readdir(this.#folder)) {
      if (name !== version && name !== POINTER)
        await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}
