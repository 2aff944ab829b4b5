import type { Ablation, AblationRow } from '../../evaluation/ablation.ts';
import type { Comparison } from '../../evaluation/comparison.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { headingOf } from '../../evaluation/evaluation.ts';
import type { Latency } from '../../evaluation/latency.ts';
import type { OffOn, Report } from '../../evaluation/report.ts';
import { evaluationJson } from '../../evaluation/summary.ts';
import { clip, columns } from '../output.ts';
import { percent } from './percent.ts';

/** Queries that are listed among those that moved. */
const MOVED = 10;

/** The summary for scripts. */
export function evaluationJsonText(evaluation: Evaluation): string {
  return `${JSON.stringify(evaluationJson(evaluation, MOVED), null, 2)}\n`;
}

const COLUMNS = ['', 'off', 'on', 'difference', '95 % interval', 'p', 'better / worse / same'];

/** The summary for people. */
export function evaluationText(evaluation: Evaluation): string {
  const { report, statuses, latency, ...about } = evaluation;
  const label = report.metrics[0]?.label ?? '';
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`;
  const milliseconds = (name: string, of: (latency: Latency) => number): readonly (readonly string[])[] =>
    latency === null ? [] : [[name, of(latency.off).toFixed(1), of(latency.on).toFixed(1)]];
  const lines = [
    `${headingOf(evaluation)}: ${report.queries} queries${skipped}`,
    '',
    ...columns([
      COLUMNS,
      ...report.metrics.map(({ label: name, comparison }) => comparisonRow(name, comparison)),
      shares('zero results', report.zeroResults),
      shares(`unjudged@${report.k}`, report.unjudged),
      ...milliseconds('p50, ms', ({ p50 }) => p50),
      ...milliseconds('p95, ms', ({ p95 }) => p95),
    ]),
    '',
    damageLine(report),
  ];
  if (statuses.size > 0) lines.push(`Relevance-Status: ${statusLine(statuses)}`);
  if (about.typos !== undefined) {
    const { clean, recovered } = about.typos;
    const { off, on } = report.metrics[0]!.comparison;
    const way = `${clean.toFixed(3)} → ${off.toFixed(3)} → ${on.toFixed(3)}`;
    lines.push(`won back of what the typos cost in ${label}: ${percent(recovered)} (${way})`);
  }
  if (about.ablation !== undefined) lines.push('', ...ablationLines(about.ablation));
  if (report.stages.length > 0) {
    lines.push('', `${label} by what the queries show:`);
    const stages = report.stages.map(({ stage, queries, off, on }) => [
      `  ${stage}`,
      `${queries} queries`,
      `${off.toFixed(3)} → ${on.toFixed(3)}`,
    ]);
    lines.push(...columns(stages));
  }
  if (report.moved.length > 0) {
    lines.push('', `Moved most (${label}):`);
    for (const { id, text, off, on } of report.moved.slice(0, MOVED)) {
      lines.push(clip(`  ${signed(on - off)}  ${off.toFixed(3)} → ${on.toFixed(3)}  ${id}  ${text}`, 100));
    }
  }
  return `${lines.join('\n')}\n`;
}

function ablationLines({ metric, cumulative, leaveOneOut }: Ablation): readonly string[] {
  const difference = ['95 % interval', 'p', 'Holm', 'better / worse'];
  return [
    `${metric.label}, one stage more a line (latency in ms):`,
    ...columns([
      ['stage', 'value', 'adds', ...difference, 'p50', 'p95'],
      ...cumulative.map((row) => [
        row.stage,
        row.comparison.on.toFixed(3),
        ...stageCells(row),
        row.latency.p50.toFixed(1),
        row.latency.p95.toFixed(1),
      ]),
    ]),
    '',
    'Without one stage, and what it adds to all the others:',
    ...columns([
      ['stage', 'without', 'adds', ...difference, 'p50 adds'],
      ...leaveOneOut.map((row) => [
        row.stage,
        row.comparison.off.toFixed(3),
        ...stageCells(row),
        `${row.addedMs < 0 ? '' : '+'}${row.addedMs.toFixed(1)}`,
      ]),
    ]),
    '',
    'p is of each line alone; Holm corrects it for the lines of a table.',
  ];
}

function stageCells({ comparison, adjustedP }: AblationRow): readonly string[] {
  const { difference, interval, p, wins, losses } = comparison;
  return [signed(difference), intervalText(interval), pText(p), pText(adjustedP), `${wins} / ${losses}`];
}

function comparisonRow(name: string, comparison: Comparison): readonly string[] {
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  return [
    name,
    off.toFixed(3),
    on.toFixed(3),
    signed(difference),
    intervalText(interval),
    pText(p),
    `${wins} / ${losses} / ${ties}`,
  ];
}

function shares(name: string, { off, on }: OffOn): readonly string[] {
  return [name, percent(off), percent(on)];
}

function damageLine({ damage, metrics }: Report): string {
  const { count, total, share, threshold, interval } = damage;
  return (
    `made worse by more than ${threshold} in ${metrics[0]?.label ?? ''}: ${percent(share)} ` +
    `(${percent(interval.low)} … ${percent(interval.high)}), ${count} of ${total}`
  );
}

function statusLine(statuses: ReadonlyMap<string, number>): string {
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  return [...statuses]
    .sort((a, b) => b[1] - a[1])
    .map(([status, count]) => `${status} ${percent(count / all)}`)
    .join(', ');
}

/** `+0.004 … +0.012` */
export function intervalText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${signed(low)} … ${signed(high)}`;
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** With its sign, unless it rounds to nothing. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return Number(text) === 0 ? ` ${text}` : `${value < 0 ? '-' : '+'}${text}`;
}
