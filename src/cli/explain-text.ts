import type { StageReport } from '../domain/search.ts';
import type { ExplainedHit, Explanation } from '../admin-api/explain.ts';
import { clip, columns } from './output.ts';

const LINE = 110;

/** An explanation for a person to read. */
export function explainText(explanation: Explanation): string {
  const { index, pipeline, outcome, reason, degraded, relaxed, durationMs, total, hits } = explanation;
  const how = reason === null ? outcome : `${outcome} (${reason})`;
  const without = degraded.length === 0 ? '' : `, without ${degraded.join(', ')}`;
  const asked = relaxed === null ? '' : `, relaxed (${relaxed})`;
  return [
    `${index}, pipeline ${pipeline}: ${how}${asked}${without}, ${milliseconds(durationMs)} ms`,
    ...understood(explanation),
    ...(explanation.stages.length === 0 ? [] : ['', ...explanation.stages.flatMap(stageLines)]),
    '',
    `${total ?? hits.length} hits${hits.length === 0 ? '' : ', the first of them:'}`,
    ...columns(hits.map((hit, rank) => hitCells(hit, rank + 1))).map((line) => clip(line, LINE)),
  ].join('\n');
}

/** The words with what may stand for them: `iphone15pro ▸ 手机壳|保护壳` */
function understood({ query }: Explanation): readonly string[] {
  if (query === null) return [];
  const slots = query.slots.map(({ alternatives }) =>
    alternatives.map(({ terms, weight }) => terms.join(' ') + (weight === 1 ? '' : `^${weight}`)).join('|'),
  );
  return slots.length === 0 ? [`query: ${query.text}`] : [`query: ${query.typed} → ${slots.join(' ▸ ')}`];
}

function stageLines({ stage, kind, durationMs, outcome, notes }: StageReport): readonly string[] {
  const said = outcome === 'ok' ? '' : `  ${outcome.toUpperCase()}`;
  return [
    `${kind.padEnd(8)} ${stage.padEnd(16)} ${milliseconds(durationMs).padStart(8)} ms${said}`,
    ...notes.map((note) => `         ${clip(JSON.stringify(note), LINE)}`),
  ];
}

function hitCells(
  { id, score, legs, notes, source }: ExplainedHit,
  rank: number,
): readonly (string | number)[] {
  const found = legs.map(({ leg, rank: place }) => `${leg} #${place}`).join(', ');
  const ranked = notes.map(noteText).join(', ');
  const why = ranked === '' ? found : `${found} → ${ranked}`;
  return [rank, score === null ? '-' : score.toFixed(3), id, why, title(source)];
}

/** What moves a hit, as `merchandise` tells it. */
const MOVES = ['swayed', 'pinned', 'buried', 'diversity', 'maxPer', 'dedupe'] as const;

/** A rank stage by name, with the score it gave or how it moved the hit; the rest is in the JSON. */
function noteText(note: ExplainedHit['notes'][number]): string {
  const { stage, score, from, to, rule, rules } = note;
  if (typeof score === 'number') return `${stage} ${score.toFixed(3)}`;
  if (typeof to !== 'number') return stage;
  const move = typeof from === 'number' ? `${from}→${to}` : `→${to}`;
  const why = MOVES.filter((name) => note[name] !== undefined);
  const by = [rules, rule].flat().filter((name) => typeof name === 'string');
  return [stage, move, ...why, ...by.map((name) => `(${name})`)].join(' ');
}

/** What a person knows the document by: its first texts. */
function title(source: ExplainedHit['source']): string {
  return Object.values(source ?? {})
    .filter((value) => typeof value === 'string')
    .slice(0, 2)
    .join(' · ');
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}
