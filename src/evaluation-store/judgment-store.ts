import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  JudgeBody,
  JudgedQueryReport,
  JudgeResult,
  JudgmentSet,
  JudgmentSetsReport,
  JudgmentSetSummary,
} from '../admin-api/judgments.ts';
import { GatewayError } from '../errors.ts';
import { fault, jsonObject } from '../evaluation/lines.ts';
import { isAbsent, readText, replaceFile } from './files.ts';
import { type JudgmentFiles, readJudgments, writeJudgments } from './judgment-text.ts';
import { safeName } from './names.ts';

/** Of each file of a set. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_SETS = 1000;
const MOST_QUERIES = 10_000;
const MOST_JUDGMENTS = 1000;

/** What people thought of documents, kept as judged sets in folders. */
export interface JudgmentStore {
  list(): Promise<JudgmentSetsReport>;
  /** Undefined where there is no such set. */
  read(name: string): Promise<JudgmentSet | undefined>;
  /** One of its files, as it lies there. */
  file(name: string, which: keyof JudgmentFiles): Promise<string | undefined>;
  /**
   * Adds to a set, or begins it. What it says is on disk when it answers.
   * @throws GatewayError `bad_request` for what the set cannot hold, `storage_failed` where it cannot be written
   */
  judge(judged: JudgeBody): Promise<JudgeResult>;
}

/** @param folder holds one folder a set; it need not exist */
export function createJudgmentStore(folder: string): JudgmentStore {
  /** One after the other: two people may judge at once. */
  let last: Promise<unknown> = Promise.resolve();
  const place = (name: string, file: string): string => join(folder, safeName(name, 'set'), file);
  const text = async (name: string, file: string): Promise<string | undefined> =>
    readText(place(name, file), MOST_BYTES);

  async function read(name: string): Promise<JudgmentSet | undefined> {
    const about = await text(name, 'set.json');
    if (about === undefined) return undefined;
    const [queries = '', qrels = ''] = await Promise.all([
      text(name, FILES.queries),
      text(name, FILES.qrels),
    ]);
    return { name, index: indexIn(name, about), queries: readJudgments(name, { queries, qrels }) };
  }

  async function summary(name: string): Promise<JudgmentSetSummary | undefined> {
    const set = await read(name);
    if (set === undefined) return undefined;
    const { mtime } = await stat(place(name, FILES.qrels));
    return {
      name,
      index: set.index,
      queries: set.queries.length,
      judgments: set.queries.reduce((sum, { judgments }) => sum + judgments.length, 0),
      changedAt: mtime.toISOString(),
    };
  }

  async function names(): Promise<readonly string[]> {
    const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isAbsent(error)) return [];
      throw error;
    });
    return found.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  }

  async function judge({ set: name, index, query, judgments }: JudgeBody): Promise<JudgeResult> {
    const before = await read(name);
    if (before === undefined && (await names()).length >= MOST_SETS) {
      throw new GatewayError('bad_request', `there are ${MOST_SETS} sets: no more can be begun`);
    }
    if (before !== undefined && before.index !== index) {
      throw new GatewayError(
        'bad_request',
        `the set ${name} is of the index ${before.index}, not of ${index}`,
      );
    }
    const queries = before?.queries ?? [];
    const known = queries.find(({ text: words }) => words === query) ?? {
      id: nextId(queries),
      text: query,
      judgments: [],
    };
    const changed = judgedAgain(known, judgments);
    const others = queries.includes(known)
      ? queries.map((one) => (one === known ? changed : one))
      : [...queries, changed];
    const kept = others.filter((one) => one.judgments.length > 0);
    if (kept.length > MOST_QUERIES) {
      throw new GatewayError('bad_request', `a set holds no more than ${MOST_QUERIES} queries`);
    }
    const files = writeJudgments(kept);
    if (before === undefined) await replaceFile(place(name, 'set.json'), `${JSON.stringify({ index })}\n`);
    // Queries first: a judgment of a query that is not there would be lost.
    await replaceFile(place(name, FILES.queries), files.queries);
    await replaceFile(place(name, FILES.qrels), files.qrels);
    return { set: name, query: changed };
  }

  return {
    async list() {
      const sets: JudgmentSetSummary[] = [];
      const unreadable: string[] = [];
      for (const name of (await names()).slice(0, MOST_SETS)) {
        try {
          const one = await summary(name);
          if (one !== undefined) sets.push(one);
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          unreadable.push(error.message);
        }
      }
      return { sets, unreadable };
    },
    read,
    file: (name, which) => text(name, FILES[which]),
    judge(judged) {
      const result = last.then(() => judge(judged));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

const FILES = { queries: 'queries.jsonl', qrels: 'qrels.tsv' } as const;

function indexIn(set: string, about: string): string {
  const file = `${set}/set.json`;
  const { index } = jsonObject(about, file);
  if (typeof index === 'string') return index;
  throw fault(file, 'no "index", or not a string');
}

function nextId(queries: readonly JudgedQueryReport[]): string {
  const numbers = queries.map(({ id }) => Number(/^q(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return `q${Math.max(0, ...numbers) + 1}`;
}

function judgedAgain(query: JudgedQueryReport, judgments: JudgeBody['judgments']): JudgedQueryReport {
  const grades = new Map(query.judgments.map(({ document, grade }) => [document, grade]));
  for (const { document, grade } of judgments) {
    if (grade === null) grades.delete(document);
    else grades.set(document, grade);
  }
  if (grades.size > MOST_JUDGMENTS) {
    throw new GatewayError('bad_request', `a query holds no more than ${MOST_JUDGMENTS} judgments`);
  }
  return { ...query, judgments: Array.from(grades, ([document, grade]) => ({ document, grade })) };
}
