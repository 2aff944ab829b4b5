import type { Evaluation } from '../evaluation.ts';
import { appliedShare, headingOf } from '../evaluation.ts';
import type { Latency } from '../latency.ts';
import type { MetricComparison, Report } from '../report.ts';
import { ablationSection } from './ablation-section.ts';
import { barChart, deltaChart, rangeChart } from './charts.ts';
import { htmlDocument } from './document.ts';
import { html, Markup, NOTHING } from './markup.ts';
import { movedTable } from './moved-table.ts';
import { intervalText, percent, pText, signed } from './numbers.ts';

/** Queries that are listed, of those that got better and worse most. */
const LISTED = 40;

/**
 * The report as one page that needs nothing else: no scripts, no fonts, no network, which its policy forbids too.
 * @param made when, as it is to be read
 */
export function evaluationPage(evaluation: Evaluation, made: string): string {
  const { report, statuses, latency, ablation, typos } = evaluation;
  const title = `Relevance of ${evaluation.dataset.split('/').findLast((part) => part !== '') ?? ''}`;
  const body = html`<p class="dim">
      ${headingOf(evaluation)}; ${report.queries}
      queries${report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`};
      ${made}
    </p>
    ${tiles(evaluation)} ${metricsSection(report)} ${changesSection(report)}
    ${latency === null ? NOTHING : latencySection(latency)}
    ${ablation === undefined ? NOTHING : ablationSection(ablation)}
    <h2>How to read this</h2>
    <p>
      Intervals are 95 % bootstrap intervals over queries, p is of a paired randomisation test. The first
      metric decides; p-values of the others are not corrected for there being several. In tables of stages
      the column “Holm” is corrected for the rows of the table.
      ${
        typos === undefined
          ? ''
          : `Every query holds a slip (seed ${typos.seed}): without them plain search has ${typos.clean.toFixed(3)}, and ${percent(typos.recovered)} of what they cost was won back.`
      }
      ${statuses.size === 0 ? '' : `${percent(appliedShare(statuses))} of the searches were improved.`}
    </p>
    ${
      evaluation.body === null
        ? NOTHING
        : html`<details>
            <summary>the search request</summary>
            <pre>${JSON.stringify(evaluation.body, null, 2)}</pre>
          </details>`
    }`;
  return htmlDocument({ title, body });
}

function tiles({ report, latency }: Evaluation): Markup {
  const { label, comparison } = report.metrics[0]!;
  const { damage, zeroResults, unjudged, k } = report;
  const tile = (value: string, name: string): Markup =>
    html`<div class="tile"><b>${value}</b><span>${name}</span></div>`;
  const change = (of: { readonly off: number; readonly on: number }): string =>
    `${percent(of.off)} → ${percent(of.on)}`;
  return html`<div class="tiles">
    ${tile(`${comparison.off.toFixed(3)} → ${comparison.on.toFixed(3)}`, label)}
    ${tile(signed(comparison.difference), `${intervalText(comparison.interval)}, p ${pText(comparison.p)}`)}
    ${tile(`${comparison.wins} / ${comparison.losses}`, `better / worse, ${comparison.ties} the same`)}
    ${tile(percent(damage.share), `made worse by more than ${damage.threshold}`)}
    ${tile(change(zeroResults), 'without results')} ${tile(change(unjudged), `of the first ${k} unjudged`)}
    ${latency === null ? NOTHING : tile(`${latency.off.p95.toFixed(0)} → ${latency.on.p95.toFixed(0)} ms`, 'p95')}
  </div>`;
}

function metricsSection({ metrics }: Report): Markup {
  return html`<h2>Metrics</h2>
    <p class="dim">Difference of the means, with its 95 % interval.</p>
    ${barChart(
      metrics.map(({ label, comparison: { difference, interval } }) => ({
        label,
        number: signed(difference),
        value: difference,
        low: interval.low,
        high: interval.high,
        title: `${label}: ${signed(difference)} (${intervalText(interval)})`,
      })),
    )}
    <div class="scroll">
      <table>
        <tr>
          <th>metric</th>
          <th>off</th>
          <th>on</th>
          <th>difference</th>
          <th>95 % interval</th>
          <th>p</th>
          <th>better / worse / same</th>
        </tr>
        ${metrics.map(metricRow)}
      </table>
    </div>`;
}

function metricRow({ label, comparison }: MetricComparison): Markup {
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  return html`<tr>
    <td>${label}</td>
    <td>${off.toFixed(3)}</td>
    <td>${on.toFixed(3)}</td>
    <td>${signed(difference)}</td>
    <td>${intervalText(interval)}</td>
    <td>${pText(p)}</td>
    <td>${wins} / ${losses} / ${ties}</td>
  </tr>`;
}

function changesSection({ moved, metrics, queries }: Report): Markup {
  const label = metrics[0]?.label ?? '';
  if (moved.length === 0)
    return html`<h2>Queries that changed</h2>
      <p>None.</p>`;
  const names = { off: 'off', on: 'on' };
  const better = moved.filter(({ off, on }) => on > off);
  const worse = moved.filter(({ off, on }) => on < off);
  return html`<h2>Queries that changed</h2>
    <p class="dim">${label}, ${moved.length} of ${queries} queries, the greatest gain first.</p>
    ${deltaChart(moved.map(({ id, text, off, on }) => ({ label: `${id} ${text}`, value: on - off })))}
    ${worse.length === 0 ? html`<p>No query got worse.</p>` : listed('Worse', worse)}
    ${better.length === 0 ? html`<p>No query got better.</p>` : listed('Better', better)}`;

  function listed(heading: string, list: typeof moved): Markup {
    const rest = list.length > LISTED ? `, the ${LISTED} that moved most` : '';
    return html`<details ${heading === 'Worse' ? new Markup('open') : NOTHING}>
      <summary>${heading}: ${list.length}${rest}</summary>
      ${movedTable(list.slice(0, LISTED), names)}
    </details>`;
  }
}

function latencySection({ off, on }: { readonly off: Latency; readonly on: Latency }): Markup {
  const row = (label: string, { p50, p95 }: Latency) => ({
    label,
    low: p50,
    high: p95,
    number: `${p50.toFixed(1)} / ${p95.toFixed(1)}`,
    title: `${label}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
  });
  return html`<h2>Latency</h2>
    <p class="dim">
      Milliseconds a search: the thick mark is the median, the line ends at the 95th percentile.
    </p>
    ${rangeChart([row('off', off), row('on', on)])}`;
}
