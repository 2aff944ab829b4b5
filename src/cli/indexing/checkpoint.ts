import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CommandError } from '../command.ts';
import { checkResultFiles } from '../result-file.ts';
import type { Position } from './records.ts';

/** How far a file was indexed: every document before `offset` was answered by the engine. */
export interface Progress extends Position {
  /** First line of which nothing was sent: of those before it, from `line` on, nobody knows whether they arrived. */
  readonly sentLine: number;
  readonly indexed: number;
  readonly failed: number;
}

/** What a checkpoint is about; where any of it differs, it is about something else and is not used. */
export interface Subject {
  readonly file: string;
  /** Size and time of change tell whether the file is still the same. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly index: string;
  /**
   * Of the index: one that was deleted and created again holds nothing of what was loaded, and neither one elsewhere. The
   * engine's address says nothing: the embedded one has another each time.
   */
  readonly uuid: string;
  readonly idField: string;
  /** The part of the file; absent for the whole. */
  readonly slice?: string;
}

const VERSION = 2;

/** A small file beside the one that is indexed, there while it is not finished. */
export class Checkpoint {
  readonly path: string;
  readonly #subject: Subject;

  constructor(path: string, subject: Subject) {
    this.path = path;
    this.#subject = subject;
  }

  /** Asked before anything is changed. @throws CommandError where it cannot be written */
  check(): void {
    try {
      checkResultFiles(this.#fresh);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(`${error.message}; name another place with --checkpoint`, 2);
    }
  }

  /** Where an interrupted run of the same work stopped; undefined where there is none. */
  read(): Progress | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { version, subject, progress } = JSON.parse(text) as Saved;
      return version === VERSION && isSame(subject, this.#subject) ? progress : undefined;
    } catch {
      // Cut short by a crash of the machine: starting over is always right, ids make it harmless.
      return undefined;
    }
  }

  /** Replaces the file in one step, so that it is never half written. */
  write(progress: Progress): void {
    const saved: Saved = { version: VERSION, subject: this.#subject, progress };
    writeFileSync(this.#fresh, JSON.stringify(saved));
    renameSync(this.#fresh, this.path);
  }

  get #fresh(): string {
    return `${this.path}.new`;
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

interface Saved {
  readonly version: number;
  readonly subject: Subject;
  readonly progress: Progress;
}

function isSame(a: Subject, b: Subject): boolean {
  return (Object.keys(b) as (keyof Subject)[]).every((key) => a[key] === b[key]);
}
