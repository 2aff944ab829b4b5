import type { StageSpec } from '../../config/schema/search.ts';
import type { Point } from '../../evaluation/tuning/grid-search.ts';
import { FIELD, LEG, OWN_FIELDS, RERANK_DEPTH, RERANK_WEIGHT } from './order.ts';

/** Stages that stand behind what is tuned, in their order. */
const BEHIND = ['blend', 'merchandise'];
/** Shares of legs are written so fine. */
const DIGITS = 3;

/** The pipeline's stages with tuned options; a leg or model that got no weight is left out. */
export function tunedStages(stages: readonly StageSpec[], point: Point): readonly StageSpec[] {
  const weights = weightsIn(point, LEG);
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const kept = stages.filter(({ name }) => name !== 'fuse' && name !== 'rerank' && weights[name] !== 0);
  const front = kept.filter(({ name }) => !BEHIND.includes(name));
  const optionsOf = (wanted: string): StageSpec['options'] =>
    stages.find(({ name }) => name === wanted)?.options ?? {};
  const shares = Object.fromEntries(
    Object.entries(weights).map(([leg, weight]) => [leg, rounded(total === 0 ? weight : weight / total)]),
  );
  const rerankWeight = point[RERANK_WEIGHT] ?? 0;
  return [
    ...front.map((stage) => (stage.name === 'fields' ? tunedFields(stage, point) : stage)),
    ...(total === 0 ? [] : [{ name: 'fuse', options: { ...optionsOf('fuse'), weights: shares } }]),
    ...(rerankWeight === 0
      ? []
      : [
          {
            name: 'rerank',
            options: { ...optionsOf('rerank'), depth: point[RERANK_DEPTH], weight: rerankWeight },
          },
        ]),
    ...kept.filter(({ name }) => BEHIND.includes(name)),
  ];
}

function tunedFields(stage: StageSpec, point: Point): StageSpec {
  if (point[OWN_FIELDS] !== 1) return stage;
  const fields = Object.entries(weightsIn(point, FIELD)).flatMap(([field, weight]) =>
    weight === 0 ? [] : [weight === 1 ? field : `${field}^${weight}`],
  );
  return { name: 'fields', options: { fields, type: 'most_fields' } };
}

function weightsIn(point: Point, prefix: string): Readonly<Record<string, number>> {
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
