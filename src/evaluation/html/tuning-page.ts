import type { TriedParameter, Tuning } from '../tuning/tuning.ts';
import { changesSection } from './changes-section.ts';
import { barChart } from './charts.ts';
import { htmlDocument } from './document.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { intervalText, pText, signed } from './numbers.ts';
import { tile } from './tile.ts';

/**
 * What tuning chose, from what, and how much of it holds on queries that it has not seen; one page that needs nothing
 * else.
 * @param made when, as it is to be read
 */
export function tuningPage(tuning: Tuning, made: string): string {
  const { dataset, index, metric, seed, restraint, folds, comparison, moved, seen } = tuning;
  const { off, on, difference, interval, p, wins, losses, ties } = comparison;
  const queries = wins + losses + ties;
  const body = html`<p class="dim">
      ${dataset} on ${index}; ${queries} queries in ${folds.length} folds by their words, seed ${seed};
      ${made}
    </p>
    ${
      restraint === Infinity
        ? html`<p><b>Nothing did clearly better than what is configured, so that is what was written.</b></p>`
        : NOTHING
    }
    <div class="tiles">
      ${tile(`${off.toFixed(3)} → ${on.toFixed(3)}`, `${metric}, on queries it was not chosen by`)}
      ${tile(signed(difference), `${intervalText(interval)}, p ${pText(p)}`)}
      ${tile(`${wins} / ${losses}`, `better / worse, ${ties} the same`)}
      ${tile(seen.toFixed(3), 'what was written, on the queries that chose it')}
    </div>
    ${chosenSection(tuning)} ${foldsSection(tuning)}
    ${changesSection({ label: metric, moved, queries, names: { off: 'was', on: 'chosen without it' } })}
    ${triedSection(tuning)}
    <h2>How to read this</h2>
    <p>
      Every query is measured by weights that were chosen without its fold, and so was how freely to choose
      them (the restraint: how much of ${metric} one weight must win for going from one end of its values to
      the other; “all” changes nothing). The interval is a 95 % bootstrap interval over queries, p is of a
      paired randomisation test. What is written was chosen by all queries; its value on them is an upper
      bound. A search is not repeated for each weight: orders are computed from what the legs found once.
    </p>`;
  return htmlDocument({ title: `Tuning of ${index}`, body, style: STYLE });
}

const STYLE = `
td.was { text-decoration: underline; } td.is { font-weight: 700; color: var(--better); }`;

function chosenSection({ start, tuned, folds }: Tuning): Markup {
  return html`<h2>What was chosen</h2>
    <p class="dim">Where folds agree on a weight, more queries would hardly change it.</p>
    <div class="scroll">
      <table>
        <tr>
          <th>what</th>
          <th>was</th>
          <th>is</th>
          ${folds.map((_, at) => html`<th>fold ${at + 1}</th>`)}
        </tr>
        ${Object.entries(tuned).map(
          ([name, value]) =>
            html`<tr>
              <td>${name}</td>
              <td>${start[name]!}</td>
              <td class="${value === start[name] ? '' : 'is'}">${value}</td>
              ${folds.map(({ point }) => html`<td>${point[name]!}</td>`)}
            </tr>`,
        )}
      </table>
    </div>`;
}

function foldsSection({ folds, metric, comparison }: Tuning): Markup {
  return html`<h2>Folds</h2>
    <p class="dim">
      What the weights that were chosen without a fold add to ${metric} of its queries, and over all with the
      95 % interval.
    </p>
    ${barChart([
      ...folds.map(({ off, on, queries }, at) => ({
        label: `fold ${at + 1}`,
        number: signed(on - off),
        value: on - off,
        title: `fold ${at + 1}: ${queries} queries, ${off.toFixed(3)} → ${on.toFixed(3)}`,
      })),
      {
        label: 'all',
        number: signed(comparison.difference),
        value: comparison.difference,
        low: comparison.interval.low,
        high: comparison.interval.high,
        title: `all: ${signed(comparison.difference)} (${intervalText(comparison.interval)})`,
      },
    ])}
    <div class="scroll">
      <table>
        <tr>
          <th>fold</th>
          <th>queries</th>
          <th>was</th>
          <th>chosen without it</th>
          <th>restraint</th>
        </tr>
        ${folds.map(
          ({ queries, off, on, restraint }, at) =>
            html`<tr>
              <td>${at + 1}</td>
              <td>${queries}</td>
              <td>${off.toFixed(3)}</td>
              <td>${on.toFixed(3)}</td>
              <td>${restraint === Infinity ? 'all' : restraint}</td>
            </tr>`,
        )}
      </table>
    </div>`;
}

function triedSection({ tried, metric, start, tuned }: Tuning): Markup {
  return html`<h2>Weights that were tried</h2>
    <p class="dim">
      ${metric} over all queries with each value of one weight, all others as they were written, and weights
      of fields as if “own fields” were on. Bold is what was chosen, underlined what is configured. These are
      the queries that chose, so small differences are chance.
    </p>
    ${tried.map((one) => triedTable(one, { was: start[one.name]!, is: tuned[one.name]! }))}`;
}

function triedTable(
  { name, values }: TriedParameter,
  { was, is }: { readonly was: number; readonly is: number },
): Markup {
  const classOf = (value: number): string =>
    [...(value === was ? ['was'] : []), ...(value === is ? ['is'] : [])].join(' ');
  return html`<div class="scroll">
    <table>
      <tr>
        <th>${name}</th>
        ${values.map(({ value }) => html`<th>${value}</th>`)}
      </tr>
      <tr>
        <td>${metricSpan(values)}</td>
        ${values.map(({ value, mean }) => html`<td class="${classOf(value)}">${mean.toFixed(3)}</td>`)}
      </tr>
    </table>
  </div>`;
}

/** How much the weight matters at all. */
function metricSpan(values: TriedParameter['values']): string {
  const means = values.map(({ mean }) => mean);
  return `within ${(Math.max(...means) - Math.min(...means)).toFixed(3)}`;
}
