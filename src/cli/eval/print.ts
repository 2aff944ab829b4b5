import type { Comparison } from '../../evaluation/comparison.ts';
import type { Report } from '../../evaluation/report.ts';
import { columns } from '../output.ts';

export interface Evaluation {
  readonly index: string;
  readonly dataset: string;
  /** Where the searches went. */
  readonly target: string;
  /** The search request, with `{{query}}` for the text. */
  readonly body: unknown;
  readonly report: Report;
  readonly statuses: ReadonlyMap<string, number>;
  /** Where slips were put into the queries: nDCG without them and with the pipeline off, and the share won back. */
  readonly typos?: { readonly seed: number; readonly clean: number; readonly recovered: number };
}

/** Share of the searches with the pipeline on whose status is `applied`, degraded or not, 0..1. */
export function appliedShare(statuses: ReadonlyMap<string, number>): number {
  let all = 0;
  let applied = 0;
  for (const [status, count] of statuses) {
    all += count;
    if (/^applied\b/.test(status)) applied += count;
  }
  return all === 0 ? 0 : applied / all;
}

/** The summary for scripts. */
export function evaluationJson({ report, statuses, ...about }: Evaluation): string {
  const { ndcg, mrr, recall, precision, k, recallDepth, ...rest } = report;
  const metrics = {
    [`ndcg@${k}`]: ndcg,
    [`mrr@${k}`]: mrr,
    [`recall@${recallDepth}`]: recall,
    [`precision@${k}`]: precision,
  };
  const { queries, skipped, zeroResults, unjudged, moved, stages } = rest;
  const summary = {
    ...about,
    queries,
    skipped,
    metrics,
    zeroResults,
    unjudged,
    applied: appliedShare(statuses),
    statuses: Object.fromEntries(statuses),
    moved,
    stages,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

const COLUMNS = ['', 'off', 'on', 'difference', '95 % interval', 'p', 'better / worse / same'];

/** The summary for people. */
export function evaluationText({ report, statuses, ...about }: Evaluation): string {
  const { k, recallDepth, zeroResults, unjudged } = report;
  const shares = (name: string, { off, on }: { off: number; on: number }): readonly string[] => [
    name,
    percent(off),
    percent(on),
  ];
  const rows = [
    COLUMNS,
    comparisonRow(`nDCG@${k}`, report.ndcg),
    comparisonRow(`MRR@${k}`, report.mrr),
    comparisonRow(`recall@${recallDepth}`, report.recall),
    shares('zero results', zeroResults),
    shares(`unjudged@${k}`, unjudged),
  ];
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`;
  const lines = [
    `${about.dataset} on ${about.index} at ${about.target}: ${report.queries} queries${skipped}`,
    '',
    ...columns(rows),
    '',
    `Relevance-Status: ${statusLine(statuses)}`,
  ];
  if (about.typos !== undefined) {
    const { clean, recovered } = about.typos;
    const { off, on } = report.ndcg;
    const way = `${clean.toFixed(3)} → ${off.toFixed(3)} → ${on.toFixed(3)}`;
    lines.push(`won back of what the typos cost in nDCG@${k}: ${percent(recovered)} (${way})`);
  }
  if (report.stages.length > 0) {
    lines.push('', `nDCG@${k} by what the queries show:`);
    const stages = report.stages.map(({ stage, queries, off, on }) => [
      `  ${stage}`,
      `${queries} queries`,
      `${off.toFixed(3)} → ${on.toFixed(3)}`,
    ]);
    lines.push(...columns(stages));
  }
  if (report.moved.length > 0) {
    lines.push('', `Moved most (nDCG@${k}):`);
    for (const { id, text, off, on } of report.moved) {
      lines.push(`  ${signed(on - off)}  ${off.toFixed(3)} → ${on.toFixed(3)}  ${id}  ${text}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function comparisonRow(name: string, comparison: Comparison): readonly string[] {
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  return [
    name,
    off.toFixed(3),
    on.toFixed(3),
    signed(difference),
    `${signed(interval.low)} … ${signed(interval.high)}`,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
    `${wins} / ${losses} / ${ties}`,
  ];
}

function statusLine(statuses: ReadonlyMap<string, number>): string {
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  return [...statuses]
    .sort((a, b) => b[1] - a[1])
    .map(([status, count]) => `${status} ${percent(count / all)}`)
    .join(', ');
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return Number(text) === 0 ? ` ${text}` : `${value < 0 ? '-' : '+'}${text}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
