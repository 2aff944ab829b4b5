/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Override {
  readonly path: readonly string[];
  /** The value to put at the path; the schema judges it. */
  readonly read: (text: string) => unknown;
  readonly describe: string;
}

const asText = (text: string): string => text;
/** Digits become a number; anything else stays text, which the schema refuses. */
const asNumber = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number(text) : text);

/** Every variable that overrides a key. */
export const OVERRIDES: ReadonlyMap<string, Override> = new Map([
  [
    'ELASTICSEARCH_URL',
    {
      path: ['elasticsearch', 'nodes'],
      read: (text) => text.split(',').map((url) => url.trim()),
      describe: 'one URL, or several with commas between them',
    },
  ],
  ['RELEVANCE_PORT', { path: ['server', 'port'], read: asNumber, describe: 'the data port' }],
  ['RELEVANCE_ADMIN_PORT', { path: ['server', 'adminPort'], read: asNumber, describe: 'the admin port' }],
  ['RELEVANCE_HOST', { path: ['server', 'host'], read: asText, describe: 'address of the data port' }],
  [
    'RELEVANCE_ADMIN_TOKEN',
    {
      path: ['admin', 'token'],
      // Secrets are named in the configuration, and put in when it is settled.
      read: () => '${RELEVANCE_ADMIN_TOKEN}',
      describe: 'what `/api/` of the admin port asks for, 16 characters or more',
    },
  ],
  ['RELEVANCE_DATA_DIR', { path: ['dataDir'], read: asText, describe: 'relative to the working directory' }],
  ['RELEVANCE_WORKERS', { path: ['workers'], read: asNumber, describe: 'a number, or `auto`' }],
] satisfies [string, Override][]);

export interface Overridden {
  readonly value: unknown;
  /** The variable that a path was taken from. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Puts the variables over what the file says; a variable that is set to nothing counts as not set. */
export function override(value: unknown, env: Environment): Overridden {
  const variables = new Map<string, string>();
  let result: unknown = value ?? {};
  for (const [name, { path, read }] of OVERRIDES) {
    const text = env[name]?.trim();
    if (text === undefined || text === '') continue;
    result = put(result, path, read(text));
    variables.set(path.join('.'), name);
  }
  return { value: result, variables };
}

/** A copy with `inner` at the path; what is no mapping is left as it is, for the schema to refuse. */
function put(value: unknown, path: readonly string[], inner: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return inner;
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value)))
    return value;
  const members = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { ...members, [key]: put(members[key], rest, inner) };
}
