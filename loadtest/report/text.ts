import type { Figures } from '../figures.ts';
import type { RunResult, StepResult } from '../result.ts';
import type { Verdict } from '../thresholds.ts';

const COLUMNS: readonly (readonly [string, (result: StepResult) => string])[] = [
  ['step', ({ step }) => step],
  ['target', ({ target }) => target],
  ['asked/s', ({ figures }) => figures.offered.toFixed(0)],
  ['good/s', ({ figures }) => figures.throughput.toFixed(0)],
  ['p50 ms', ({ figures }) => figures.latency.p50.toFixed(1)],
  ['p95 ms', ({ figures }) => figures.latency.p95.toFixed(1)],
  ['p99 ms', ({ figures }) => figures.latency.p99.toFixed(1)],
  ['max ms', ({ figures }) => figures.latency.max.toFixed(0)],
  ['errors', ({ figures }) => percent(figures.errors)],
  ['429', ({ figures }) => percent(figures.refused)],
  ['improved', ({ figures }) => improved(figures)],
  ['degraded', ({ figures }) => percent(figures.degraded)],
  ['per core', (result) => (perCore(result) === null ? '-' : perCore(result)!.toFixed(0))],
];

/** Good answers for each second of processor time that the target took; null where it is not known. */
export function perCore({ figures, cpuSeconds }: StepResult): number | null {
  return cpuSeconds === null || cpuSeconds <= 0 ? null : figures.counts.good / cpuSeconds;
}

/** The share of searches that went through the pipeline, of those that could; `-` where there were none. */
export function improved({ counts: { looked }, applied }: Figures): string {
  return looked === 0 ? '-' : percent(applied);
}

/** The result as lines for a terminal. */
export function resultText(result: RunResult): string {
  const gateway = result.totals['gateway'];
  const lines = [
    `${result.scenario}: ${result.about}`,
    '',
    ...table([
      COLUMNS.map(([name]) => name),
      ...result.steps.map((step) => COLUMNS.map(([, of]) => of(step))),
    ]),
  ];
  if (gateway !== undefined) {
    const stages = Object.entries(gateway.stages);
    if (stages.length > 0) {
      const rows = stages.map(([stage, { p50, p95, p99 }]) => [
        stage,
        ...[p50, p95, p99].map((ms) => ms.toFixed(2)),
      ]);
      lines.push('', ...table([['stage', 'p50 ms', 'p95 ms', 'p99 ms'], ...rows]));
    }
    lines.push('', `endings: ${counts(gateway.endings)}`, `Relevance-Status: ${counts(gateway.statuses)}`);
  }
  for (const [name, value] of Object.entries(result.extra))
    lines.push(`${name}: ${Number(value.toFixed(3))}`);
  lines.push(
    '',
    ...result.verdicts.map(verdictText),
    ...result.warnings.map((warning) => `note: ${warning}`),
  );
  return `${lines.join('\n')}\n`;
}

export function verdictText({ text, value, held }: Verdict): string {
  return `${held ? 'ok   ' : 'FAULT'}  ${text}  (${value === null ? 'not measured' : Number(value.toFixed(4))})`;
}

export function counts(record: Readonly<Record<string, number>>): string {
  const entries = Object.entries(record).toSorted(([, a], [, b]) => b - a);
  return entries.length === 0 ? 'none' : entries.map(([name, count]) => `${name} ${count}`).join(', ');
}

export function percent(share: number): string {
  return share === 0 ? '0 %' : `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;
}

/** Columns side by side: the first two to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  const isText = rows[0]!.map((name) => name === 'step' || name === 'target' || name === 'stage');
  return rows.map((row) =>
    row
      .map((cell, at) => (isText[at] === true ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}
