import type { Ablation, AblationRow } from '../ablation.ts';
import { barChart, rangeChart } from './charts.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { movedTable } from './moved-table.ts';
import { intervalText, pText, signed } from './numbers.ts';

/** What each stage adds, with what it costs. */
export function ablationSection({ metric, cumulative, leaveOneOut, plainLatency }: Ablation): Markup {
  const plain = cumulative[0]?.comparison.off ?? 0;
  return html`<h2>One stage more at a time</h2>
    <p class="dim">
      ${metric.label} from plain search to the whole pipeline; whiskers are the 95 % interval of what the step
      adds.
    </p>
    ${barChart([
      { label: 'plain', number: plain.toFixed(3), value: plain, title: `plain: ${plain.toFixed(3)}` },
      ...cumulative.map((row) => {
        const { off, on, interval } = row.comparison;
        return {
          label: row.stage,
          number: `${on.toFixed(3)} (${signed(on - off)})`,
          value: on,
          low: off + interval.low,
          high: off + interval.high,
          title: sentence(row),
        };
      }),
    ])}
    ${stageTable(cumulative)}
    <h2>What each stage adds to all the others</h2>
    <p class="dim">${metric.label} of the whole pipeline, less that of the pipeline without the stage.</p>
    ${barChart(
      leaveOneOut.map((row) => ({
        label: row.stage,
        number: signed(row.comparison.difference),
        value: row.comparison.difference,
        low: row.comparison.interval.low,
        high: row.comparison.interval.high,
        title: sentence(row),
      })),
    )}
    ${stageTable(leaveOneOut)} ${leaveOneOut.filter(({ moved }) => moved.length > 0).map(movedByStage)}
    <h2>Latency by stage</h2>
    <p class="dim">
      Milliseconds a search: the thick mark is the median, the line ends at the 95th percentile.
    </p>
    ${rangeChart(
      [{ label: 'plain', latency: plainLatency }, ...labelled(cumulative)].map(({ label, latency }) => ({
        label,
        low: latency.p50,
        high: latency.p95,
        number: `${latency.p50.toFixed(1)} / ${latency.p95.toFixed(1)}`,
        title: `${label}: p50 ${latency.p50.toFixed(1)} ms, p95 ${latency.p95.toFixed(1)} ms`,
      })),
    )}`;
}

function labelled(rows: readonly AblationRow[]) {
  return rows.map(({ stage, latency }, at) => ({ label: at === 0 ? stage : `+ ${stage}`, latency }));
}

function sentence({ stage, comparison: { difference, interval }, adjustedP }: AblationRow): string {
  return `${stage} adds ${signed(difference)} (${intervalText(interval)}, p by Holm ${pText(adjustedP)})`;
}

function stageTable(rows: readonly AblationRow[]): Markup {
  return html`<div class="scroll">
    <table>
      <tr>
        <th>stage</th>
        <th>before</th>
        <th>after</th>
        <th>adds</th>
        <th>95 % interval</th>
        <th>p</th>
        <th>p, Holm</th>
        <th>better / worse</th>
        <th>adds to p50, ms</th>
      </tr>
      ${rows.map(
        ({ stage, comparison: { off, on, difference, interval, p, wins, losses }, adjustedP, addedMs }) =>
          html`<tr>
            <td>${stage}</td>
            <td>${off.toFixed(3)}</td>
            <td>${on.toFixed(3)}</td>
            <td>${signed(difference)}</td>
            <td>${intervalText(interval)}</td>
            <td>${pText(p)}</td>
            <td>${pText(adjustedP)}</td>
            <td>${wins} / ${losses}</td>
            <td>${addedMs.toFixed(1).replace('-', '−')}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}

function movedByStage({ stage, moved }: AblationRow): Markup {
  return html`<details>
    <summary>queries that ${stage} moved most</summary>
    ${movedTable(moved, { off: 'without', on: 'with' })}
  </details>`;
}
