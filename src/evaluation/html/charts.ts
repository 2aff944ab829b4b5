import type { Markup } from './markup.ts';
import { html, NOTHING } from './markup.ts';

/**
 * Charts of rows: a label, a drawing, a number. Drawings stretch with the page and hold no text, so that they can be
 * read on a phone as on a wall.
 */
export interface ChartRow {
  readonly label: string;
  readonly number: string;
  /** The bar's end; it starts at zero. */
  readonly value: number;
  /** A whisker. */
  readonly low?: number;
  readonly high?: number;
  /** What a pointer over the row reads. */
  readonly title: string;
}

/** Horizontal bars from zero, with whiskers; the scale is that of all rows and always holds zero. */
export function barChart(rows: readonly ChartRow[]): Markup {
  const ends = rows.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const scale = scaleOf(Math.min(0, ...ends), Math.max(0, ...ends));
  return html`<div class="chart">${rows.map((row) => barRow(row, scale))}</div>`;
}

type Scale = (value: number) => number;

/** Per cent of the width, two decimals: more cannot be seen. */
function scaleOf(low: number, high: number): Scale {
  const span = high - low || 1;
  return (value) => Number((((value - low) / span) * 100).toFixed(2));
}

function barRow({ label, number, value, low, high, title }: ChartRow, scale: Scale): Markup {
  const [zero, end] = [scale(0), scale(value)];
  const whisker =
    low === undefined || high === undefined
      ? NOTHING
      : html`<line class="whisker" x1="${scale(low)}" x2="${scale(high)}" y1="10" y2="10" />
          <line class="whisker" x1="${scale(low)}" x2="${scale(low)}" y1="6" y2="14" />
          <line class="whisker" x1="${scale(high)}" x2="${scale(high)}" y1="6" y2="14" />`;
  return html`<div class="row">
    <span class="label">${label}</span>
    <svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="${title}">
      <title>${title}</title>
      <rect
        class="${value < 0 ? 'worse' : 'better'}"
        x="${Math.min(zero, end)}"
        y="4"
        width="${Math.abs(end - zero).toFixed(2)}"
        height="12"
      />
      <line class="axis" x1="${zero}" x2="${zero}" y1="0" y2="20" />
      ${whisker}
    </svg>
    <span class="number">${number}</span>
  </div>`;
}

export interface RangeRow {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly number: string;
  readonly title: string;
}

/** From one value to another, on a scale that starts at zero: a median and a 95th percentile. */
export function rangeChart(rows: readonly RangeRow[]): Markup {
  const scale = scaleOf(0, Math.max(0, ...rows.map(({ high }) => high)));
  return html`<div class="chart">
    ${rows.map(
      ({ label, low, high, number, title }) =>
        html`<div class="row">
          <span class="label">${label}</span>
          <svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="${title}">
            <title>${title}</title>
            <line class="axis" x1="0" x2="0" y1="0" y2="20" />
            <line class="range" x1="${scale(low)}" x2="${scale(high)}" y1="10" y2="10" />
            <line class="range" x1="${scale(high)}" x2="${scale(high)}" y1="6" y2="14" />
            <line class="median" x1="${scale(low)}" x2="${scale(low)}" y1="3" y2="17" />
          </svg>
          <span class="number">${number}</span>
        </div>`,
    )}
  </div>`;
}

/** Bars that can be told apart on a phone. */
const MOST_BARS = 120;
const HEIGHT = 100;

export interface Delta {
  readonly label: string;
  readonly value: number;
}

/** One bar a query, the greatest gain first; where there are too many, one bar a group of neighbours, their mean. */
export function deltaChart(deltas: readonly Delta[]): Markup {
  const sorted = [...deltas].sort((a, b) => b.value - a.value);
  const size = Math.max(1, Math.ceil(sorted.length / MOST_BARS));
  const groups = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) =>
    sorted.slice(at * size, (at + 1) * size),
  );
  const most = Math.max(0, ...sorted.map(({ value }) => value));
  const least = Math.min(0, ...sorted.map(({ value }) => value));
  const span = most - least || 1;
  const y = (value: number): number => Number((((most - value) / span) * HEIGHT).toFixed(2));
  const width = 100 / Math.max(1, groups.length);
  const bars = groups.map((group, at) => {
    const value = group.reduce((sum, delta) => sum + delta.value, 0) / group.length;
    const names = group.length === 1 ? group[0]!.label : `${group.length} queries, ${group[0]!.label} …`;
    return html`<rect
      class="${value < 0 ? 'worse' : 'better'}"
      x="${(at * width).toFixed(2)}"
      y="${Math.min(y(0), y(value))}"
      width="${(width * 0.85).toFixed(2)}"
      height="${Math.abs(y(value) - y(0)).toFixed(2)}"
      ><title>${names}: ${value.toFixed(3)}</title></rect
    >`;
  });
  return html`<div class="deltas">
    <span class="number">${most > 0 ? `+${most.toFixed(2)}` : '0'}</span>
    <svg viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="change of each query">
      ${bars}
      <line class="axis" x1="0" x2="100" y1="${y(0)}" y2="${y(0)}" />
    </svg>
    <span class="number">${least < 0 ? least.toFixed(2).replace('-', '−') : '0'}</span>
  </div>`;
}
