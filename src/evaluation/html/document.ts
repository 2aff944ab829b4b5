import { html, Markup } from './markup.ts';
import { STYLE } from './style.ts';

export interface PageParts {
  readonly title: string;
  /** Below the heading. */
  readonly body: Markup;
  /** Rules besides those of every report. */
  readonly style?: string;
}

/** A report as one page that needs nothing else: no scripts, no fonts, no network, which its policy forbids too. */
export function htmlDocument({ title, body, style = '' }: PageParts): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE + style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
  return `${page.text}\n`;
}
