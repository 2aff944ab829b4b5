import type { MovedQuery } from '../report.ts';
import { deltaChart } from './charts.ts';
import { html, Markup, NOTHING } from './markup.ts';
import { movedTable } from './moved-table.ts';

/** Queries that are listed, of those that got better and worse most. */
const LISTED = 40;

export interface Changes {
  /** Of the metric. */
  readonly label: string;
  /** That changed, most first. */
  readonly moved: readonly MovedQuery[];
  /** How many were measured. */
  readonly queries: number;
  /** What the two values are called. */
  readonly names: { readonly off: string; readonly on: string };
}

/** Every query that changed as a bar, and those that changed most by name. */
export function changesSection({ label, moved, queries, names }: Changes): Markup {
  if (moved.length === 0)
    return html`<h2>Queries that changed</h2>
      <p>None.</p>`;
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
