import type { Evaluation } from '../evaluation.ts';
import { appliedShare, headingOf } from '../evaluation.ts';
import type { Latency } from '../latency.ts';
import type { MetricComparison, Report } from '../report.ts';
import { ablationSection } from './ablation-section.ts';
import { changesSection } from './changes-section.ts';
import { barChart, rangeChart } from './charts.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { intervalText, percent, pText, signed } from './numbers.ts';
import { tile } from './tile.ts';

/**
 * The report as one page that needs nothing else: no scripts, no fonts, no network, which its policy forbids too.
 * @param made when, as it is to be read
 */
export function evaluationPage(evaluation: Evaluation, made: string): string {
  const { report, statuses, latency, ablation, typos } = evaluation;
  const { moved, queries, metrics } = report;
  const title = `Relevance of ${evaluation.dataset.split('/').findLast((part) => part !== '') ?? ''}`;
  const body = html`<p class="dim">
      ${headingOf(evaluation)}; ${report.queries}
      queries${report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`};
      ${made}
    </p>
    ${tiles(evaluation)} ${metricsSection(report)}
    ${changesSection({ moved, queries, label: metrics[0]?.label ?? '', names: { off: 'off', on: 'on' } })}
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
