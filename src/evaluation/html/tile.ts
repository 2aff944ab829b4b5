import { html, type Markup } from './markup.ts';

/** A number to see first, with what it is. */
export function tile(value: string, name: string): Markup {
  return html`<div class="tile"><b>${value}</b><span>${name}</span></div>`;
}
