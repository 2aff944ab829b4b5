import { rangeChart } from '../../src/evaluation/html/charts.ts';
import { htmlDocument } from '../../src/evaluation/html/document.ts';
import { html, type Markup, NOTHING } from '../../src/evaluation/html/markup.ts';
import type { Quantiles } from '../figures.ts';
import type { RunResult, SliceResult } from '../result.ts';
import { lineChart } from './line-chart.ts';
import { counts, improved, percent, perCore } from './text.ts';

const OWN_STYLE = `
polyline { fill: none; stroke-width: 2px; vector-effect: non-scaling-stroke; }
polyline.first { stroke: var(--range); } polyline.second { stroke: var(--worse); }
.key { padding-left: .5rem; } .key::before { content: "— "; font-weight: 700; }
.key.first::before { color: var(--range); } .key.second::before { color: var(--worse); }
`;

/** The result as one page that needs nothing else: no scripts, no network. */
export function resultPage(result: RunResult): string {
  const { scenario, about, machine, verdicts } = result;
  const broken = verdicts.filter(({ held }) => !held).length;
  const title = `Load: ${scenario}`;
  const body = html`<p class="dim">
      ${about}; ${result.startedAt}; Node ${machine.node}, ${machine.cores} cores (${machine.processor})
    </p>
    ${tiles(result, broken)} ${result.warnings.map((warning) => html`<p class="loss">${warning}</p>`)}
    <h2>Thresholds</h2>
    ${thresholdTable(result)}
    <h2>Steps</h2>
    <p class="dim">The thick mark is the median, the line ends at the 99th percentile.</p>
    ${rangeChart(
      result.steps.map(({ step, target, figures: { latency } }) => range(`${step}, ${target}`, latency)),
    )}
    ${stepTable(result)}
    <h2>Over time</h2>
    ${timeCharts(result)} ${stageSection(result)}
    <h2>How to read this</h2>
    <p>
      Requests are due at a constant rate, whatever became of those before; latency counts from the moment a
      request was due, so that a server that stalls is charged with everybody who waited. “Per core” is good
      answers for each second of processor time of the target’s processes. Targets take turns every few
      seconds: trust ratios within this run more than figures of different runs.
    </p>
    <details>
      <summary>settings</summary>
      <pre>${JSON.stringify(result.settings, null, 2)}</pre>
    </details>`;
  return htmlDocument({ title, body, style: OWN_STYLE });
}

function tiles({ totals }: RunResult, broken: number): Markup {
  const gateway = totals['gateway']!;
  const tile = (value: string, name: string): Markup =>
    html`<div class="tile"><b>${value}</b><span>${name}</span></div>`;
  return html`<div class="tiles">
    ${tile(broken === 0 ? 'held' : `${broken} broken`, 'thresholds')}
    ${tile(`${gateway.throughput.toFixed(0)}/s`, 'good answers')}
    ${tile(`${gateway.latency.p95.toFixed(1)} ms`, 'p95')}
    ${tile(`${gateway.latency.p99.toFixed(1)} ms`, 'p99')} ${tile(percent(gateway.errors), 'errors')}
    ${tile(improved(gateway), 'improved')} ${tile(percent(gateway.degraded), 'degraded')}
  </div>`;
}

function thresholdTable({ verdicts }: RunResult): Markup {
  return html`<div class="scroll">
    <table>
      <tr>
        <th>must hold</th>
        <th>seen</th>
        <th></th>
      </tr>
      ${verdicts.map(
        ({ text, value, held }) =>
          html`<tr>
            <td>${text}</td>
            <td>${value === null ? 'not measured' : Number(value.toFixed(4))}</td>
            <td class="${held ? 'gain' : 'loss'}">${held ? 'held' : 'broken'}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}

function stepTable({ steps }: RunResult): Markup {
  return html`<div class="scroll">
    <table>
      <tr>
        ${[
          'step',
          'target',
          'asked/s',
          'good/s',
          'p50',
          'p95',
          'p99',
          'errors',
          '429',
          'improved',
          'degraded',
          'per core',
        ].map((name) => html`<th>${name}</th>`)}
      </tr>
      ${steps.map((step) => {
        const { figures } = step;
        const cells = [
          step.step,
          step.target,
          figures.offered.toFixed(0),
          figures.throughput.toFixed(0),
          ...[figures.latency.p50, figures.latency.p95, figures.latency.p99].map((ms) => ms.toFixed(1)),
          ...[figures.errors, figures.refused].map(percent),
          improved(figures),
          percent(figures.degraded),
          perCore(step)?.toFixed(0) ?? '-',
        ];
        return html`<tr>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`;
      })}
    </table>
  </div>`;
}

function timeCharts({ slices }: RunResult): Markup {
  const targets = [...new Set(slices.map(({ target }) => target))];
  const chart = (label: string, unit: string, of: (slice: SliceResult) => number | null): Markup => {
    const lines = targets.map((target, at) => ({
      name: target,
      colour: at === 0 ? 'first' : 'second',
      points: slices.flatMap((slice) => {
        const y = slice.target === target ? of(slice) : null;
        return y === null ? [] : [{ x: slice.atSeconds + slice.seconds, y }];
      }),
    }));
    if (lines.every(({ points }) => points.length === 0)) return NOTHING;
    return html`<p class="dim">${label}</p>
      ${lineChart(lines, { unit, label })}`;
  };
  return html`${chart('95th percentile', 'ms', ({ p95 }) => p95)}
  ${chart('good answers a second', '/s', ({ throughput }) => throughput)}
  ${chart('resident memory', 'MiB', ({ rssMiB }) => rssMiB)} ${chart('open files', '', ({ fds }) => fds)}`;
}

function stageSection({ totals }: RunResult): Markup {
  const gateway = totals['gateway']!;
  const stages = Object.entries(gateway.stages);
  return html`<h2>What became of requests</h2>
    <p>${counts(gateway.endings)}; searches: ${counts(gateway.statuses)}</p>
    ${
      stages.length === 0
        ? NOTHING
        : html`<h2>Stages</h2>
            <p class="dim">Milliseconds by Server-Timing: median to 99th percentile.</p>
            ${rangeChart(stages.map(([stage, times]) => range(stage, times)))}`
    }`;
}

function range(label: string, { p50, p99 }: Quantiles) {
  const number = `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
  return {
    label,
    low: p50,
    high: p99,
    number,
    title: `${label}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  };
}
