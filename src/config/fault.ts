import { GatewayError } from '../errors.ts';

/** One thing wrong with the configuration. */
export interface Fault {
  /** The file as it was named, or `environment`. */
  readonly file: string;
  /** From 1; 0 where there is no line, as in the environment. */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 where there is no line. */
  readonly column: number;
  /** Dotted path of the key, such as `server.limits.bodyBytes`, or the variable; empty for the whole file. */
  readonly path: string;
  /** Never quotes a value: it could be a secret. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
}

/** All that is wrong with a configuration, together. */
export class ConfigError extends GatewayError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('config_invalid', faults.map(formatFault).join('\n'));
    this.faults = faults;
  }
}

/** One line, as compilers print it: `relevance.yaml:3:5: server.prot: unknown key; did you mean "port"?` */
export function formatFault({ file, line, column, path, message, suggestion }: Fault): string {
  const where = line === 0 ? file : `${file}:${line}:${column}`;
  const what = path === '' ? message : `${path}: ${message}`;
  return `${where}: ${what}${suggestion === null ? '' : `; did you mean "${suggestion}"?`}`;
}

/** `['indices', 'shop', 'dictionaries', 0]` → `indices.shop.dictionaries[0]` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) =>
      typeof key === 'number' ? `[${key}]` : depth === 0 ? String(key) : `.${String(key)}`,
    )
    .join('');
}
