import type { Compared } from '../../../admin-api/compare.ts';

type Side = Pick<Compared['sides'][0], 'stages' | 'steps'>;
type Stage = Side['stages'][0];
type StepName = Side['steps'][0]['step'];

/** Something that took time in a search. */
export interface Work {
  readonly name: string;
  readonly kind: Stage['kind'] | 'gateway';
  /** After the search began. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly outcome: Stage['outcome'];
  readonly notes: readonly unknown[];
}

/**
 * Everything that took time, in the order of the way through the gateway, and where several had the same turn by when they
 * began. Times of stages count from the pipeline's beginning, after reading.
 */
export function timeline(
  { stages, steps }: Side,
  stepNames: Readonly<Record<StepName, string>>,
): readonly Work[] {
  const read = steps.find(({ step }) => step === 'read');
  const pipelineMs = read === undefined ? 0 : read.startMs + read.durationMs;
  const ofStages = stages.map(({ stage, startMs, ...rest }): Work => ({
    ...rest,
    name: stage,
    startMs: pipelineMs + startMs,
  }));
  const ofSteps = steps.map(({ step, ...times }): Work => ({
    ...times,
    name: stepNames[step],
    kind: 'gateway',
    outcome: 'ok',
    notes: [],
  }));
  const { hits, plain } = stepNames;
  /** Rank stages that were left out were so before the legs began; the last steps follow everything that a pipeline did. */
  const turn = ({ name, kind, outcome }: Work): number => {
    if (kind === 'gateway') return name === plain ? 3 : name === hits ? 2 : 0;
    return kind === 'rank' && outcome === 'skipped' ? 1 : 0;
  };
  return [...ofStages, ...ofSteps].sort((a, b) => turn(a) - turn(b) || a.startMs - b.startMs);
}
