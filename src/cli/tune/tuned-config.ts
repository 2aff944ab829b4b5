import type { StageSpec } from '../../config/schema/search.ts';
import type { Point } from '../../evaluation/tuning/grid-search.ts';
import { QUERY_CLASSES } from '../../stages/rank/fuse/query-class.ts';
import { classParameter } from './class-weights.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from './order.ts';
import { classesFor, optionsOf } from './parameters.ts';

type Weights = Readonly<Record<string, number>>;

/** Stages that stand behind what is tuned, in their order. */
const BEHIND = ['blend', 'merchandise'];
/** Weights are written so fine. */
const DIGITS = 3;

/** The pipeline's stages with tuned options; a leg or model that got no weight from anybody is left out. */
export function tunedStages(stages: readonly StageSpec[], point: Point): readonly StageSpec[] {
  const weights = weightsIn(point, LEG);
  const classes = tunedClasses(stages, point);
  const isLeft = (leg: string): boolean =>
    weights[leg] === 0 && !Object.values(classes).some((ofClass) => (ofClass[leg] ?? 0) > 0);
  const kept = stages.filter(({ name }) => name !== 'fuse' && name !== 'rerank' && !isLeft(name));
  const front = kept.filter(({ name }) => !BEHIND.includes(name));
  const rerankWeight = point[RERANK_WEIGHT] ?? 0;
  return [
    ...front.map((stage) => (stage.name === 'fields' ? tunedFields(stage, point) : stage)),
    ...(Object.values(weights).every((weight) => weight === 0)
      ? []
      : [{ name: 'fuse', options: fuseOptions(stages, weights, classes) }]),
    ...(rerankWeight === 0
      ? []
      : [
          {
            name: 'rerank',
            options: { ...optionsOf(stages, 'rerank'), depth: point[RERANK_DEPTH], weight: rerankWeight },
          },
        ]),
    ...kept.filter(({ name }) => BEHIND.includes(name)),
  ];
}

/** Weights as they are, not as shares: what rules and classes say is on the same scale. Others keep theirs. */
function fuseOptions(
  stages: readonly StageSpec[],
  weights: Weights,
  classes: Readonly<Record<string, Weights>>,
): StageSpec['options'] {
  const own = optionsOf(stages, 'fuse');
  const before = Object.fromEntries(
    [...classesFor(stages)].map(([name, table]) => [name, Object.fromEntries(table)]),
  );
  const isSame = JSON.stringify(classes) === JSON.stringify(before);
  return {
    ...own,
    weights: { ...(own['weights'] as Weights | undefined), ...weights },
    ...(isSame ? {} : { classes }),
  };
}

/** What each class says of legs, as `fuse` takes it: weights, not factors. */
function tunedClasses(stages: readonly StageSpec[], point: Point): Readonly<Record<string, Weights>> {
  const configured = classesFor(stages);
  const tables = QUERY_CLASSES.map((name) => {
    const own = configured.get(name);
    const tuned = Object.entries(weightsIn(point, LEG)).flatMap(([leg, general]): [string, number][] => {
      const factor = point[classParameter(name, leg)];
      if (factor === undefined || (factor === 1 && own?.has(leg) !== true)) return [];
      return [[leg, rounded(factor * general)]];
    });
    return [name, Object.fromEntries([...(own ?? []), ...tuned])] as const;
  });
  return Object.fromEntries(tables.filter(([, table]) => Object.keys(table).length > 0));
}

function tunedFields(stage: StageSpec, point: Point): StageSpec {
  if (point[OWN_FIELDS] !== 1) return stage;
  const fields = Object.entries(weightsIn(point, FIELD)).flatMap(([field, weight]) =>
    weight === 0 ? [] : [weight === 1 ? field : `${field}^${weight}`],
  );
  return { name: 'fields', options: { fields, type: 'most_fields' } };
}

function weightsIn(point: Point, prefix: string): Weights {
  return Object.fromEntries(
    Object.entries(point)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, weight]) => [name.slice(prefix.length), weight]),
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

/** The piece of `relevance.yaml`. Options are JSON, which YAML takes as it is. @param comment lines without `#` */
export function configText(
  pipeline: string,
  stages: readonly StageSpec[],
  comment: readonly string[],
): string {
  const lines = stages.map(({ name, options }) =>
    Object.keys(options).length === 0 ? name : `${name}: ${JSON.stringify(options)}`,
  );
  return [
    ...comment.map((line) => `# ${line}`.trimEnd()),
    'pipelines:',
    `  ${pipeline}:`,
    '    stages:',
    ...lines.map((line) => `      - ${line}`),
    '',
  ].join('\n');
}
