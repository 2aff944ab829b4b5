import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { CollectorState } from '../../stages/understand/catalogue/build/collector.ts';
import type { Position } from '../indexing/records.ts';
import type { Place } from '../point-in-time.ts';

/** In one step: whoever watches the file never sees half of it. */
export function replaceFile(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

/** How far a build got, with all that it counted. */
export interface BuildProgress {
  readonly state: CollectorState;
  /** In the index; null when that is done, or was not asked for. */
  readonly place: Place | null;
  /** In the query log. */
  readonly queries: Position;
}

/** What a checkpoint is about; where any of it differs, it is about something else and is not used. */
export type Subject = Readonly<Record<string, string | number | null>>;

const VERSION = 2;
/** Writing takes longer the more was counted: at most so much of the time is spent on it. */
const SHARE = 0.1;

interface Saved {
  readonly version: number;
  readonly subject: Subject;
  readonly progress: BuildProgress;
}

/** A file beside the dictionary, there while it is not finished. */
export class BuildCheckpoint {
  readonly #path: string;
  readonly #subject: Subject;
  readonly #leastMs: number;
  /** The first page is kept at once: what interrupts a run may come early. */
  #nextMs = 0;

  /** @param leastMs between two checkpoints */
  constructor(path: string, subject: Subject, leastMs: number) {
    this.#path = path;
    this.#subject = subject;
    this.#leastMs = leastMs;
  }

  /** Where an interrupted run of the same work stopped; undefined where there is none. */
  read(): BuildProgress | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { version, subject, progress } = deserialize(bytes) as Saved;
      const isSame = version === VERSION && JSON.stringify(subject) === JSON.stringify(this.#subject);
      return isSame ? progress : undefined;
    } catch {
      // Of another version of Node, or no checkpoint at all: counting again is always right.
      return undefined;
    }
  }

  /** Replaces the file in one step, when it is time again. */
  offer(progress: () => BuildProgress): void {
    const started = performance.now();
    if (started < this.#nextMs) return;
    const saved: Saved = { version: VERSION, subject: this.#subject, progress: progress() };
    replaceFile(this.#path, serialize(saved));
    const now = performance.now();
    this.#nextMs = now + Math.max(this.#leastMs, (now - started) / SHARE);
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
