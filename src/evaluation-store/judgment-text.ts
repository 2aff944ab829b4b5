import type { JudgedQueryReport } from '../admin-api/judgments.ts';
import { readQrels, readQueries } from '../evaluation/judged-set.ts';

/** The two files of a judged set, as `relevance eval --dataset` reads them. */
export interface JudgmentFiles {
  readonly queries: string;
  readonly qrels: string;
}

const HEADER = 'query-id\tcorpus-id\tscore';

export function writeJudgments(queries: readonly JudgedQueryReport[]): JudgmentFiles {
  const rows = queries.flatMap(({ id, judgments }) =>
    judgments.map(({ document, grade }) => `${id}\t${document}\t${grade}`),
  );
  return {
    queries: queries.map(({ id, text }) => `${JSON.stringify({ _id: id, text })}\n`).join(''),
    qrels: `${[HEADER, ...rows].join('\n')}\n`,
  };
}

/** @throws GatewayError `bad_request` naming the file and line */
export function readJudgments(set: string, { queries, qrels }: JudgmentFiles): readonly JudgedQueryReport[] {
  const grades = readQrels(qrels.split('\n'), `${set}/qrels.tsv`);
  return readQueries(queries.split('\n'), `${set}/queries.jsonl`).map(({ id, text }) => ({
    id,
    text,
    judgments: Array.from(grades.get(id) ?? [], ([document, grade]) => ({ document, grade })),
  }));
}
