import type { GatedValues, SetGate } from '../../evaluation/gate.ts';
import { broken } from '../../evaluation/gate.ts';
import type { Measurement } from '../../evaluation/measurement.ts';
import { textOf } from './dataset.ts';
import { gateOf, parseGate } from './gate-file.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { appliedShare } from '../../evaluation/evaluation.ts';

/** A gate that a set is held to, and the file that says so. */
export interface Gating {
  readonly file: string;
  readonly gate: SetGate;
}

/** @throws CommandError for a faulty file and for one that says nothing of the set */
export function readGating(file: string, dataset: string): Gating {
  return { file, gate: gateOf(parseGate(textOf(file), file), dataset, file) };
}

/** The metrics that a gate asks for. */
export function gatedMetrics({ gate }: Gating): readonly string[] {
  return [...gate.floors.keys()].filter((name) => name !== 'applied').concat(gate.noLoss);
}

/** Says on standard error what does not hold; exit code 1 then. */
export function applyGating({ file, gate }: Gating, measured: GatedValues): readonly string[] {
  const lines = broken(gate, measured);
  for (const line of lines) process.stderr.write(`${file}: ${line}\n`);
  if (lines.length > 0) process.exitCode = 1;
  return lines;
}

export function gatedEvaluation({ report, statuses, latency }: Evaluation): GatedValues {
  const values = new Map(report.metrics.map(({ name, comparison }) => [name, comparison.on]));
  values.set('damage', report.damage.share);
  values.set('zeroResults', report.zeroResults.on);
  values.set('unjudged', report.unjudged.on);
  if (statuses.size > 0) values.set('applied', appliedShare(statuses));
  if (latency !== null) values.set('p95Ms', latency.on.p95);
  return {
    queries: report.queries,
    values,
    comparisons: new Map(report.metrics.map(({ name, comparison }) => [name, comparison])),
    stages: new Map(report.stages.map(({ stage, on }) => [stage, on])),
  };
}

export function gatedMeasurement(measurement: Measurement): GatedValues {
  const values = new Map(measurement.metrics.map(({ name, value }) => [name, value]));
  values.set('zeroResults', measurement.zeroResults);
  values.set('unjudged', measurement.unjudged);
  return { queries: measurement.queries, values, comparisons: new Map(), stages: new Map() };
}
