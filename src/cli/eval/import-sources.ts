import { createReadStream, existsSync } from 'node:fs';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { ClickLog } from '../../evaluation/import/click-log.ts';
import { joined, readJudgmentList } from '../../evaluation/import/judgment-list.ts';
import type { Judgments } from '../../evaluation/import/judgments.ts';
import { judgedSetFrom } from '../../evaluation/import/judgments.ts';
import { readQuepidJson, readQuepidTable } from '../../evaluation/import/quepid.ts';
import type { JudgedQuery, JudgedSet } from '../../evaluation/judged-set.ts';
import { readQrels, readQueries } from '../../evaluation/judged-set.ts';
import { fault, numbered } from '../../evaluation/lines.ts';
import { CommandError } from '../command.ts';
import { csvRows } from '../indexing/csv.ts';
import { linesOf, textOf } from './dataset.ts';

/** Where judgments come from, and how they are read. */
export interface Sources {
  readonly from: 'quepid' | 'judgment-list' | 'ubi' | 'trec';
  /** Least rating of each grade from 1 on. */
  readonly grades?: readonly number[];
  /** Texts of TREC's queries. */
  readonly queries?: string;
  readonly impressions: readonly string[];
  readonly clicks: readonly string[];
  readonly minImpressions: number;
}

/** From which rating on clicks are grade 1, 2 and 3; 1 is what its places would have got any document. */
const CLICK_GRADES = [1, 1.5, 2.5];

export interface Imported {
  readonly set: JudgedSet;
  /** What people should know of it. */
  readonly notes: readonly string[];
}

/**
 * Reads judgments, or clicks as judgments.
 * @throws CommandError for a file that cannot be read, GatewayError `bad_request` for one that makes no sense
 */
export async function readSources(files: readonly string[], args: Sources): Promise<Imported> {
  switch (args.from) {
    case 'trec':
      return { set: readTrec(files, args.queries), notes: [] };
    case 'ubi':
      return readClicks(files, args);
    case 'judgment-list': {
      const parts = files.map((file) => readJudgmentList(textOf(file), file));
      return { set: judgedSetFrom(joined(parts), args.grades), notes: [] };
    }
    case 'quepid': {
      const parts: Judgments[] = [];
      for (const file of files) parts.push(await readQuepid(file));
      const queries = [...new Set(parts.flatMap((part) => part.queries))];
      const judgments = parts.flatMap((part) => part.judgments);
      return { set: judgedSetFrom({ queries, judgments }, args.grades), notes: [] };
    }
  }
}

async function readQuepid(file: string): Promise<Judgments> {
  if (extname(file) === '.json') return readQuepidJson(textOf(file), file);
  const rows: { readonly line: number; readonly cells: readonly string[] }[] = [];
  for await (const row of csvRows(chunksOf(textOf(file)), ','.charCodeAt(0))) {
    if (row.fault !== undefined) throw fault(`${file}:${row.line}`, row.fault);
    rows.push(row);
  }
  return readQuepidTable(rows, file);
}

async function* chunksOf(text: string): AsyncIterable<Buffer> {
  yield Buffer.from(text);
}

async function readClicks(files: readonly string[], args: Sources): Promise<Imported> {
  const { impressions, clicks, minImpressions } = args;
  const log = new ClickLog({ impressions: new Set(impressions), clicks: new Set(clicks), minImpressions });
  for (const file of files) {
    if (!existsSync(file)) throw new CommandError(`${file}: no such file`, 2);
    let number = 0;
    // A log may be larger than a string can be.
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() !== '') log.add(line, `${file}:${number}`);
    }
  }
  const set = judgedSetFrom(log.judgments(), args.grades ?? CLICK_GRADES);
  const notes = [
    ...(set.grades.size > 0
      ? []
      : [`no document was shown ${minImpressions} times or more for one query (--min-impressions)`]),
    ...(log.skipped === 0 ? [] : [`${log.skipped} events without a query or a document were left out`]),
  ];
  return { set, notes };
}

function readTrec(files: readonly string[], topics: string | undefined): JudgedSet {
  if (topics === undefined) throw new CommandError('--from trec needs --queries: qrels hold no texts', 2);
  const grades = new Map(files.flatMap((file) => [...readQrels(linesOf(file), file)]));
  const lines = linesOf(topics);
  const isJson = lines.find((line) => line.trim() !== '')?.startsWith('{') === true;
  const all = isJson ? readQueries(lines, topics) : [...topicsOf(lines, topics)];
  const queries = all.filter(({ id }) => grades.has(id));
  const missing = [...grades.keys()].find((id) => !queries.some((query) => query.id === id));
  if (missing !== undefined) throw new CommandError(`${topics}: query "${missing}" is not there`, 2);
  return { queries, grades };
}

function* topicsOf(lines: readonly string[], file: string): Iterable<JudgedQuery> {
  for (const [line, place] of numbered(lines, file)) {
    const [id, text, ...rest] = line.split('\t');
    if (!id || text === undefined || rest.length > 0) throw fault(place, 'expected id TAB text');
    yield { id, text, stage: null };
  }
}
