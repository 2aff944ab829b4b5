import type { JudgedSet } from '../../evaluation/judged-set.ts';
import type { Measurement } from '../../evaluation/measurement.ts';
import { measure } from '../../evaluation/measurement.ts';
import type { ReportOptions } from '../../evaluation/report.ts';
import { measurable, report } from '../../evaluation/report.ts';
import { readRun } from '../../evaluation/trec.ts';
import { columns } from '../output.ts';
import { linesOf } from './dataset.ts';
import { percent } from './percent.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';

export interface RunFiles {
  readonly set: JudgedSet;
  /** Folder or file that the judgments come from. */
  readonly dataset: string;
  /** TREC run. */
  readonly run: string;
}

/** Measures the rankings of a file, without any engine. */
export function measureRun({ set, run }: RunFiles, options: ReportOptions): Measurement {
  return measure(set, readRun(linesOf(run), run), options);
}

/** Compares the rankings of a file with those of another, `against`, which takes the place of plain search. */
export function compareRuns(
  { set, dataset, run, against }: RunFiles & { readonly against: string },
  options: ReportOptions,
): Evaluation {
  const [off, on] = [readRun(linesOf(against), against), readRun(linesOf(run), run)];
  const runs = measurable(set).map(({ id }) => ({
    queryId: id,
    off: off.get(id) ?? [],
    on: on.get(id) ?? [],
  }));
  return {
    index: null,
    dataset,
    target: `${run} against ${against}`,
    body: null,
    report: report(set, runs, options),
    statuses: new Map(),
    latency: null,
  };
}

/** The summary for scripts. */
export function measurementJson({ dataset, run }: RunFiles, measurement: Measurement): string {
  const metrics = Object.fromEntries(
    measurement.metrics.map(({ name, value, interval }) => [name, { value, interval }]),
  );
  return `${JSON.stringify({ dataset, run, ...measurement, metrics }, null, 2)}\n`;
}

/** The summary for people. */
export function measurementText({ dataset, run }: RunFiles, measurement: Measurement): string {
  const { queries, skipped, metrics, zeroResults, unjudged, k } = measurement;
  const left = skipped === 0 ? '' : `, ${skipped} without a relevant document left out`;
  const lines = [
    `${run} on ${dataset}: ${queries} queries${left}`,
    '',
    ...columns([
      ['', 'value', '95 % interval'],
      ...metrics.map(({ label, value, interval: { low, high } }) => [
        label,
        value.toFixed(3),
        `${low.toFixed(3)} … ${high.toFixed(3)}`,
      ]),
      ['zero results', percent(zeroResults)],
      [`unjudged@${k}`, percent(unjudged)],
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
