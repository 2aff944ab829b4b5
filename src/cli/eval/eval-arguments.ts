import { InvalidArgumentError } from 'commander';
import type { JudgedSet } from '../../evaluation/judged-set.ts';
import { metricOf, usualMetrics } from '../../evaluation/metric.ts';
import type { ReportOptions } from '../../evaluation/report.ts';
import { measurable } from '../../evaluation/report.ts';
import { CommandError } from '../command.ts';
import { readDataset, readQrelsAlone } from './dataset.ts';
import type { Gating } from './gating.ts';
import { gatedMetrics, readGating } from './gating.ts';

/** What `relevance eval` was asked, as commander hands it over. */
export interface EvalArguments {
  readonly dataset?: string;
  readonly index?: string;
  readonly qrels?: string;
  readonly queries?: string;
  readonly every: number;
  readonly fields?: string;
  readonly body?: string;
  readonly pipeline?: string;
  readonly k: number;
  readonly metrics?: readonly string[];
  readonly damage: number;
  readonly es?: string;
  readonly config?: string;
  readonly gateway?: string;
  readonly concurrency: number;
  readonly typos?: number;
  readonly ablate?: boolean;
  readonly run?: string;
  readonly against?: string;
  readonly writeRun?: string;
  readonly writePlainRun?: string;
  readonly gate?: string;
  readonly save?: true;
  readonly html?: string;
  readonly json?: true;
}

/** Depth of recall and MAP, and hits asked for. */
export const RECALL_DEPTH = 100;

/**
 * The judged set that the arguments name: a folder, or judgments alone where rankings come from a file.
 * @throws CommandError where nothing can be measured
 */
export function judgedSetOf(args: EvalArguments): JudgedSet {
  const { dataset, qrels, queries, every, run } = args;
  if (dataset === undefined && (run === undefined || qrels === undefined)) {
    throw new CommandError("required option '--dataset <folder>' not specified", 2);
  }
  const whole =
    dataset === undefined ? readQrelsAlone(qrels ?? '') : readDataset({ folder: dataset, queries, qrels });
  const set = { ...whole, queries: whole.queries.filter((_, at) => at % every === 0) };
  if (measurable(set).length === 0) throw new CommandError('no query has a relevant document', 2);
  return set;
}

/** The gate that the set is held to, if any. */
export function gatingOf({ gate, dataset, qrels }: EvalArguments): Gating | undefined {
  return gate === undefined ? undefined : readGating(gate, dataset ?? qrels ?? '');
}

/** What is measured: what was asked for, and what the gate needs. */
export function reportOptions(args: EvalArguments, gating: Gating | undefined): ReportOptions {
  const asked = args.metrics ?? usualMetrics(args.k, RECALL_DEPTH);
  const metrics = new Set([...asked, ...(gating === undefined ? [] : gatedMetrics(gating))]);
  return { k: args.k, metrics: [...metrics], damageThreshold: args.damage };
}

/** Reads `ndcg@10,map@100`. */
export function metricList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  try {
    for (const name of names) metricOf(name, 1);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return names;
}

/** A whole number within bounds. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `expected a whole number of ${least} or more.`
        : `expected ${least} to ${most}.`,
    );
  };
}

/** A share, 0 to 1. */
export function share(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('expected 0 to 1.');
}
