import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { EvaluationsReport, EvaluationSummary, SavedEvaluation } from '../admin-api/evaluations.ts';
import { GatewayError } from '../errors.ts';
import type { EvaluationJson } from '../evaluation/summary.ts';
import { isAbsent, readText, replaceFile } from './files.ts';
import { nameOf, safeName } from './names.ts';

const ENDING = '.json';
const MOST_BYTES = 32 * 1024 * 1024;
/** That are told; older ones are read by their ids. */
const MOST_TOLD = 200;

/** What was measured, kept as files, one each. */
export interface EvaluationStore {
  /** The latest first. */
  list(): Promise<EvaluationsReport>;
  /** Undefined where there is none. @throws GatewayError `storage_failed` where it cannot be read */
  read(id: string): Promise<SavedEvaluation | undefined>;
  /** @returns its id, which begins with the time. @throws GatewayError `storage_failed` */
  save(evaluation: EvaluationJson, at: Date): Promise<string>;
}

/** @param folder need not exist */
export function createEvaluationStore(folder: string): EvaluationStore {
  /** By name and time of the file. */
  const summaries = new LRUCache<string, EvaluationSummary>({ max: 2 * MOST_TOLD });
  const place = (id: string): string => join(folder, safeName(id, 'id') + ENDING);

  async function read(id: string): Promise<SavedEvaluation | undefined> {
    const text = await readText(place(id), MOST_BYTES);
    return text === undefined ? undefined : { ...parsed(text, id), id };
  }

  async function summary(id: string): Promise<EvaluationSummary | undefined> {
    const found = await stat(place(id)).catch((error: unknown) => {
      if (isAbsent(error)) return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    const key = `${id} ${found.mtimeMs} ${found.size}`;
    const known = summaries.get(key);
    if (known !== undefined) return known;
    const evaluation = await read(id);
    if (evaluation === undefined) return undefined;
    const told = summaryOf(evaluation);
    summaries.set(key, told);
    return told;
  }

  return {
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isAbsent(error)) return [];
        throw error;
      });
      const ids = names.flatMap((name) => (name.endsWith(ENDING) ? [name.slice(0, -ENDING.length)] : []));
      const evaluations: EvaluationSummary[] = [];
      const unreadable: string[] = [];
      for (const id of ids.sort().reverse().slice(0, MOST_TOLD)) {
        try {
          const one = await summary(id);
          if (one !== undefined) evaluations.push(one);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          unreadable.push(id + ENDING);
        }
      }
      return { evaluations, unreadable };
    },
    read,
    async save(evaluation, at) {
      const time = at
        .toISOString()
        .replace(/\D/g, '')
        .replace(/^(\d{8})/, '$1-');
      const id = `${time}-${nameOf(basename(resolve(evaluation.dataset)))}`;
      const saved: SavedEvaluation = { id, savedAt: at.toISOString(), ...evaluation };
      await replaceFile(place(id), `${JSON.stringify(saved, null, 1)}\n`);
      return id;
    },
  };
}

function summaryOf({
  id,
  savedAt,
  dataset,
  index,
  queries,
  metrics,
  ablation,
}: SavedEvaluation): EvaluationSummary {
  const [name = '', comparison] = Object.entries(metrics)[0] ?? [];
  if (comparison === undefined) throw notOne(id);
  return {
    id,
    savedAt,
    dataset,
    index,
    queries,
    metric: { name, comparison },
    ablated: ablation !== undefined,
  };
}

/** Files may have been put there by hand: what pages rely on is looked at. */
function parsed(text: string, id: string): SavedEvaluation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notOne(id, error);
  }
  const { metrics, moved, savedAt, queries } = (value ?? {}) as Partial<
    Record<keyof SavedEvaluation, unknown>
  >;
  const isSound =
    typeof metrics === 'object' &&
    metrics !== null &&
    Object.keys(metrics).length > 0 &&
    Array.isArray(moved) &&
    typeof savedAt === 'string' &&
    typeof queries === 'number';
  if (!isSound) throw notOne(id);
  return value as SavedEvaluation;
}

function notOne(id: string, cause?: unknown): GatewayError {
  return new GatewayError('storage_failed', `${id}${ENDING} is not an evaluation that was saved`, { cause });
}
