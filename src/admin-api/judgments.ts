/** `GET /api/judgments`: the sets that were judged by hand. */
export interface JudgmentSetsReport {
  readonly sets: readonly JudgmentSetSummary[];
  /** What is wrong with folders that are there and cannot be read as sets. */
  readonly unreadable: readonly string[];
}

export interface JudgmentSetSummary {
  readonly name: string;
  /** Index that its documents are in. */
  readonly index: string;
  readonly queries: number;
  readonly judgments: number;
  /** ISO 8601. */
  readonly changedAt: string;
}

/** `GET /api/judgments/{name}`; `…/queries.jsonl` and `…/qrels.tsv` below it are its files. */
export interface JudgmentSet {
  readonly name: string;
  readonly index: string;
  readonly queries: readonly JudgedQueryReport[];
}

export interface JudgedQueryReport {
  readonly id: string;
  readonly text: string;
  /** In the order in which they were judged first. */
  readonly judgments: readonly Judgment[];
}

export interface Judgment {
  /** `_id` of the document. */
  readonly document: string;
  /** 0 (of no use) to 3 (exactly right). */
  readonly grade: number;
}

/** Body of `POST /api/judgments`: what somebody thinks of documents that a query found. */
export interface JudgeBody {
  /** Name of the set: lower-case letters, digits and hyphens; it is begun where it is not there. */
  readonly set: string;
  /** A set belongs to one index. */
  readonly index: string;
  /** The words. */
  readonly query: string;
  /** At most 200; a grade of null takes a judgment back. */
  readonly judgments: readonly { readonly document: string; readonly grade: number | null }[];
}

/** All judgments of the query after it. */
export interface JudgeResult {
  readonly set: string;
  readonly query: JudgedQueryReport;
}
