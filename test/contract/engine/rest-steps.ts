import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Method, path (`~` stands for the prefix of index names), body (text as it is, else JSON), headers. */
export type Step = readonly [string, string, unknown?, Readonly<Record<string, string>>?];

export interface Group {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What is compared of an answer. */
export interface Outcome {
  readonly status: number;
  readonly contentType: string | null;
  readonly allow: string | null;
  readonly body: unknown;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type Send = (
  request: Request,
) => Promise<{ status: number; headers: Map<string, string>; text: string }>;

export const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const groups = JSON.parse(readFileSync(here('rest.json'), 'utf8')) as readonly Group[];

/** Differs from run to run, or between an engine and another. */
const MASKED = new Set(['uuid', 'index_uuid', 'took', 'creation_date', 'cluster_name', 'created', 'number']);

/** Runs a group's steps in order and gives the masked outcomes. */
export async function run(group: Group, prefix: string, send: Send): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of group.steps) outcomes.push(await outcomeOf(request(step, prefix), prefix, send));
  return outcomes;
}

export function request([method, path, body, headers]: Step, prefix: string): Request {
  const own = (text: string): string => text.replaceAll('~', prefix);
  const text =
    body === undefined || body === null ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const type = text === null || text === '' ? {} : { 'content-type': 'application/json' };
  return {
    method,
    path: own(path),
    headers: { accept: 'application/json', ...type, ...headers },
    body: text === null ? null : own(text),
  };
}

async function outcomeOf(sent: Request, prefix: string, send: Send): Promise<Outcome> {
  const { status, headers, text } = await send(sent);
  const general = text
    .replaceAll(prefix, '~')
    .replaceAll(/~i\/[\w-]{22}|~\w+\/[\w-]{22}\b/g, (match) => `${match.split('/')[0]}/#`);
  return {
    status,
    contentType: headers.get('content-type') ?? null,
    allow: headers.get('allow') ?? null,
    body: sent.method === 'HEAD' ? null : mask(parsed(general)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Positions in a text differ between parsers; what is wrong with it does not. */
const REASON = /\[\d+:\d+\] |\n at \[Source:[^]*$/g;

/** Sets that Java prints in another order in every process. */
const PRINTED_SETS: readonly (readonly [RegExp, separator: RegExp])[] = [
  [/(?<=following characters \[).*(?=\])/, /(?<='),(?=')/],
  [/(?<=value on headers \[)[^\]]*(?=\])/, /, /],
];

function inOrder(reason: string): string {
  return PRINTED_SETS.reduce(
    (text, [set, separator]) =>
      text.replace(set, (members) => members.split(separator).toSorted().join(', ')),
    reason,
  );
}

/** The parts of a JSON value that say the same in every run. */
export function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (MASKED.has(key)) return [key, '#'];
      if (key === 'reason' && typeof inner === 'string') return [key, inOrder(inner.replaceAll(REASON, ''))];
      return [key, mask(inner)];
    }),
  );
}
