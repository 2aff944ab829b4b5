import { html, type Markup } from '../../src/evaluation/html/markup.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly name: string;
  /** Class of its colour: `first` or `second`. */
  readonly colour: string;
  readonly points: readonly Point[];
}

const HEIGHT = 100;
/** Points of a line that can be told apart. */
const MOST_POINTS = 300;

/** Lines over time, from zero upwards; the drawing stretches with the page, its scale stands beside it. */
export function lineChart(
  lines: readonly Line[],
  { unit, label }: { readonly unit: string; readonly label: string },
): Markup {
  const thin = lines.map((line) => ({ ...line, points: thinned(line.points) }));
  const points = thin.flatMap((line) => line.points);
  const longest = Math.max(1e-9, ...points.map(({ x }) => x));
  const highest = Math.max(1e-9, ...points.map(({ y }) => y));
  const path = ({ points: own }: Line): string =>
    own
      .map(
        ({ x, y }) => `${((x / longest) * 100).toFixed(2)},${(HEIGHT - (y / highest) * HEIGHT).toFixed(2)}`,
      )
      .join(' ');
  return html`<div class="deltas">
    <span class="number">${shown(highest)} ${unit}</span>
    <svg viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
      <title>${label}</title>
      <line class="axis" x1="0" x2="100" y1="${HEIGHT}" y2="${HEIGHT}" />
      ${thin.map((line) => html`<polyline class="${line.colour}" points="${path(line)}" />`)}
    </svg>
    <span class="number"
      >0 … ${shown(longest)} s;
      ${lines.map(({ name, colour }) => html`<span class="key ${colour}">${name}</span> `)}</span
    >
  </div>`;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

/** Of neighbours that are too close, the highest: a day of load is a page still, and shows its worst. */
function thinned(points: readonly Point[]): readonly Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    points
      .slice(at * size, (at + 1) * size)
      .reduce((highest, point) => (point.y > highest.y ? point : highest)),
  );
}
