import { driftText, findDrift, wordAnalyzers } from './analyzer-drift.ts';
import type { Backend } from '../domain/backend.ts';
import type { DependencyHealth } from '../domain/catalog.ts';
import type { Logger } from '../domain/logger.ts';
import type { Segmenter } from '../domain/segmenter.ts';

/** What is compared with the analyzers: words of each index, and how the gateway cuts there. */
export interface DriftSubjects {
  /** Indices that have words of their own, or are named in the configuration. */
  readonly names: readonly string[];
  readonly wordsOf: (index: string) => readonly string[];
  readonly segmenterOf: (index: string) => Segmenter;
  /** Changes with the words. */
  readonly version: string;
}

/** Says in the readiness answer whether analyzers cut words as the gateway does. */
export interface DriftWatch {
  /** What is known now. Asks the engine in the background when words or analyzers changed; it never fails. */
  health(subjects: DriftSubjects): readonly DependencyHealth[];
}

const MOST_INDICES = 20;

export function createDriftWatch(backend: Pick<Backend, 'catalog' | 'analyze'>, logger: Logger): DriftWatch {
  let asked = '';
  let lines: readonly string[] | undefined;

  async function ask(names: readonly string[], { wordsOf, segmenterOf }: DriftSubjects): Promise<void> {
    const found: string[] = [];
    for (const index of names) {
      const input = { backend, index, segmenter: segmenterOf(index), words: wordsOf(index) };
      found.push(...(await findDrift(input)).map(driftText));
    }
    lines = found;
  }

  return {
    health(subjects) {
      const names = subjects.names
        .filter((name) => wordAnalyzers(backend, name).size > 0)
        .slice(0, MOST_INDICES);
      if (names.length === 0) return [];
      const analyzers = names.map((name) => [name, [...wordAnalyzers(backend, name)]]);
      const key = `${subjects.version} ${JSON.stringify(analyzers)}`;
      if (key !== asked) {
        asked = key;
        ask(names, subjects).catch((error: unknown) => {
          logger.warn({ err: error }, 'how analyzers cut words could not be asked');
        });
      }
      const detail = lines?.join(' | ') || 'not known yet';
      return [{ name: 'analyzers', state: lines === undefined ? 'unknown' : 'up', detail }];
    },
  };
}
