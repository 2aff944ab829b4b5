import { setTimeout as pause } from 'node:timers/promises';
import { columns } from './output.ts';

/** Queries of the sample catalogue that the plain engine answers badly. */
const QUERIES = ['书包', 'ｐｏｗｅｒ　ｂａｎｋ', 'earphones'];
const SHOWN = 3;
/** A machine that still starts may be late with a model, which would show less than there is. */
const ATTEMPTS = 4;
const PAUSE_MS = 400;

interface Answer {
  readonly hits?: { readonly hits: readonly { readonly _source: { readonly title?: string } }[] };
}

/**
 * The same searches with the pipeline off and on, side by side, as lines to print; none where the sample
 * catalogue is not served.
 */
export async function demonstration(dataUrl: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const query of QUERIES) {
    const [off, on] = [await titles(dataUrl, query, 'off'), await titles(dataUrl, query, undefined)];
    if (off === undefined || on === undefined) return [];
    lines.push(`  ${query}`, ...sideBySide(off, on), '');
  }
  return ['  The sample catalogue, without the gateway and with it:', '', ...lines, ...hint(dataUrl)];
}

async function titles(
  dataUrl: string,
  query: string,
  pipeline: string | undefined,
): Promise<readonly string[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${dataUrl}/products/_search`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(pipeline === undefined ? {} : { 'relevance-pipeline': pipeline }),
      },
      body: JSON.stringify({
        query: { multi_match: { query, fields: ['title', 'description'] } },
        size: SHOWN,
      }),
    });
    const { hits } = (await answer.json()) as Answer;
    const status = answer.headers.get('relevance-status') ?? '';
    if (attempt === ATTEMPTS || !/degraded|^bypass/.test(status)) {
      return hits?.hits.map(({ _source }) => _source.title ?? '');
    }
    await pause(PAUSE_MS);
  }
}

function sideBySide(off: readonly string[], on: readonly string[]): string[] {
  const rows = Array.from({ length: SHOWN }, (_, at) => {
    const shown = (side: readonly string[]): string => side[at] ?? (at === 0 ? '(nothing)' : '');
    return ['   ', shown(off), '│', shown(on)];
  });
  return [...columns(rows)];
}

function hint(dataUrl: string): string[] {
  return [
    '  Try it yourself, and once more with -H "relevance-pipeline: off":',
    '',
    `    curl -s "${dataUrl}/products/_search?q=%E4%B9%A6%E5%8C%85&df=title&filter_path=hits.hits._source.title&pretty"`,
    '',
  ];
}
