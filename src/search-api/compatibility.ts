import { BYPASS_REASONS } from './bypass-reason.ts';
import {
  API_FEATURES,
  BODY_FEATURES,
  type Disposition,
  type Feature,
  MSEARCH_HEADER_FEATURES,
  MSEARCH_PARAMETER_FEATURES,
  PARAMETER_FEATURES,
} from './feature-table.ts';
import { QUERY_TABLE, type QueryRow } from './query-table.ts';

const SECTIONS: readonly (readonly [title: string, features: readonly Feature[]])[] = [
  ['Endpoints', API_FEATURES],
  ['Keys of a search body', BODY_FEATURES],
  ['URL parameters of `_search`', PARAMETER_FEATURES],
  ['URL parameters of `_msearch`', MSEARCH_PARAMETER_FEATURES],
  ['Header lines of `_msearch`', MSEARCH_HEADER_FEATURES],
];

const SAID: Readonly<Record<Disposition, string>> = {
  rewrite: 'rewritten',
  carry: 'carried',
  bypass: 'bypass',
  forward: 'passed through',
};

/** What the gateway does with each feature of the search API, as Markdown; it is made from the tables it runs on. */
export function compatibilityMatrix(): string {
  const sections = SECTIONS.map(([title, features]) => table(title, features.map(featureCells)));
  const queries = table('Queries in scoring positions', [...QUERY_TABLE].map(queryCells));
  const reasons = Object.entries(BYPASS_REASONS).map(([token, why]) => `| \`${token}\` | ${cell(why)} |`);
  return [
    ...sections,
    queries,
    ['## Reasons of a bypass', '', '| reason | meaning |', '|---|---|', ...reasons].join('\n'),
    '',
  ].join('\n\n');
}

/** `docs/compatibility.md`: the matrix with what one must know to read it. */
export function compatibilityPage(): string {
  return `${INTRODUCTION}\n${compatibilityMatrix().trimEnd()}\n`;
}

const INTRODUCTION = `# Drop-in compatibility

<!-- Made by \`npm run docs\` from the tables that the gateway runs on; do not edit. -->

Official clients of Elasticsearch 8 and 9 work against the gateway unchanged, whatever they call. Only searches
(\`_search\`, \`_msearch\`) on improved indices are looked at; everything else passes through byte for byte.

- **rewritten**: the gateway reads it, and the answer may differ.
- **carried**: it goes to Elasticsearch as it stands, and its part of the answer comes back as it stands.
- **looked into**: a compound query; the user's text is found inside it, the rest stays as it is.
- **bypass**: the whole request is passed on as it came; \`Relevance-Status: bypass; reason=…\` says why.
- **passed through**: not looked at; no \`Relevance-Status\`.

What is not in a table is a bypass.
`;

type Cells = readonly [feature: string, what: string, why: string];

function featureCells({ name, disposition, reason, why }: Feature): Cells {
  const what = reason === null ? SAID[disposition] : `${SAID[disposition]} (${reason})`;
  return [name, what, why];
}

function queryCells([name, row]: [string, QueryRow]): Cells {
  if (row.kind === 'bypass') return [name, `bypass (${row.reason})`, row.why];
  return [name, { text: 'rewritten', compound: 'looked into', carry: 'carried' }[row.kind], row.why];
}

function table(title: string, rows: readonly Cells[]): string {
  const lines = rows.map(([feature, what, why]) => `| \`${cell(feature)}\` | ${what} | ${cell(why)} |`);
  return [`## ${title}`, '', '| feature | what happens | why |', '|---|---|---|', ...lines].join('\n');
}

/** A vertical bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
