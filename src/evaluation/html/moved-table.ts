import type { MovedQuery } from '../report.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { signed } from './numbers.ts';

/** Queries with their values before and after. */
export function movedTable(
  moved: readonly MovedQuery[],
  names: { readonly off: string; readonly on: string },
): Markup {
  return html`<div class="scroll">
    <table>
      <tr>
        <th>change</th>
        <th>${names.off}</th>
        <th>${names.on}</th>
        <th>id</th>
        <th class="text">query</th>
      </tr>
      ${moved.map(
        ({ id, text, off, on }) =>
          html`<tr>
            <td class="${on < off ? 'loss' : 'gain'}">${signed(on - off)}</td>
            <td>${off.toFixed(3)}</td>
            <td>${on.toFixed(3)}</td>
            <td>${id}</td>
            <td class="text">${text}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}
