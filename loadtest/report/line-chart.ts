import { html, type Markup } from '../../src/evaluation/html/markup.ts';

export interface Line {
  readonly name: string;
  /** Class of its colour: `first` or `second`. */
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const HEIGHT = 100;

/** Lines over time, from zero upwards; the drawing stretches with the page, its scale stands beside it. */
export function lineChart(
  lines: readonly Line[],
  { unit, label }: { readonly unit: string; readonly label: string },
): Markup {
  const points = lines.flatMap((line) => line.points);
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
      ${lines.map((line) => html`<polyline class="${line.colour}" points="${path(line)}" />`)}
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
