import { EngineError, illegalArgument, indexNotFound, invalidIndexName } from '../errors.ts';
import type { EmbeddedIndex } from './embedded-index.ts';

/** How names that match nothing are taken. */
export interface NameOptions {
  readonly ignoreUnavailable?: boolean;
  readonly allowNoIndices?: boolean;
  /** Whether wildcards reach aliases too. */
  readonly aliases?: boolean;
  /** Whether `*` and `_all` are allowed: a deletion wants names. */
  readonly wildcards?: boolean;
}

/** @throws EngineError `invalid_index_name_exception` */
export function checkIndexName(name: string): void {
  if (name === '') throw invalidIndexName(name, 'must not be empty');
  if (/[\\/*?"<>| ,]/.test(name)) {
    throw invalidIndexName(
      name,
      `must not contain the following characters ['/',',','|','>','?','*','<','"',' ','\\']`,
    );
  }
  if (name !== name.toLowerCase()) throw invalidIndexName(name, 'must be lowercase');
  if (name.includes('#')) throw invalidIndexName(name, "must not contain '#'");
  if (name.includes(':')) throw invalidIndexName(name, "must not contain ':'");
  if (/^[_+-]/.test(name)) throw invalidIndexName(name, "must not start with '_', '-', or '+'");
  if (Buffer.byteLength(name) > 255) {
    throw invalidIndexName(name, `index name is too long, (${Buffer.byteLength(name)} > 255)`);
  }
  if (name === '.' || name === '..') throw invalidIndexName(name, "must not be '.' or '..'");
}

/** Indices by name, and which of them an alias stands for. */
export class IndexNames {
  readonly indices = new Map<string, EmbeddedIndex>();

  /** Indices of an index name or alias; empty where it is neither. */
  exact(name: string): readonly EmbeddedIndex[] {
    const index = this.indices.get(name);
    if (index !== undefined) return [index];
    return [...this.indices.values()].filter((candidate) => candidate.aliases.has(name));
  }

  isAlias(name: string): boolean {
    return !this.indices.has(name) && this.exact(name).length > 0;
  }

  /**
   * Indices of an expression: names, aliases, wildcards, `-excluded`, `_all`, `<date{now/d}>`.
   * @throws EngineError 404 where a name is unknown.
   */
  resolve(expression: string, options: NameOptions = {}): readonly EmbeddedIndex[] {
    const { ignoreUnavailable = false, allowNoIndices = true, aliases = true } = options;
    const found = new Set<EmbeddedIndex>();
    const parts = expression.split(',').filter((part) => part !== '');
    const all = parts.length === 0 || (parts.length === 1 && parts[0] === '_all');
    let wild = all;
    for (const raw of all ? ['*'] : parts) {
      const part = dateMath(raw);
      const exclude = wild && part.startsWith('-');
      const name = exclude ? part.slice(1) : part;
      if (!name.includes('*')) {
        this.#addExact(name, { found, exclude, ignoreUnavailable });
        continue;
      }
      wild = true;
      const matched = this.#matching(name, aliases);
      for (const index of matched) if (exclude) found.delete(index);
      if (!exclude) for (const index of matched) found.add(index);
      if (matched.length === 0 && !allowNoIndices) throw indexNotFound(part);
    }
    if (found.size === 0 && !allowNoIndices) throw indexNotFound(expression === '' ? '_all' : expression);
    return [...found];
  }

  #addExact(
    name: string,
    {
      found,
      exclude,
      ignoreUnavailable,
    }: { found: Set<EmbeddedIndex>; exclude: boolean; ignoreUnavailable: boolean },
  ): void {
    const matched = this.exact(name);
    for (const index of matched) if (exclude) found.delete(index);
    if (exclude) return;
    if (matched.length === 0) {
      if (name.startsWith('_')) throw invalidIndexName(name, "must not start with '_'.");
      if (!ignoreUnavailable) throw indexNotFound(name);
    }
    for (const index of matched) found.add(index);
  }

  #matching(pattern: string, aliases: boolean): readonly EmbeddedIndex[] {
    const expression = wildcard(pattern);
    const hidden = pattern.startsWith('.');
    return [...this.indices.values()]
      .filter(
        (index) =>
          (expression.test(index.name) && (hidden || index.setting('hidden') !== 'true')) ||
          (aliases && [...index.aliases.keys()].some((alias) => expression.test(alias))),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The one index that a write goes to. @throws EngineError where an alias names several and none for writing. */
  writeTarget(name: string): EmbeddedIndex | undefined {
    const own = this.indices.get(name);
    if (own !== undefined) return own;
    const candidates = this.exact(name);
    if (candidates.length === 0) return undefined;
    const marked = candidates.filter((index) => index.aliases.get(name)?.['is_write_index'] === true);
    if (marked.length > 0) return marked[0];
    const [only] = candidates;
    if (candidates.length === 1 && only?.aliases.get(name)?.['is_write_index'] !== false) return only;
    throw illegalArgument(
      `no write index is defined for alias [${name}]. The write index may be explicitly disabled using is_write_index=false or the alias points to multiple indices without one being designated as a write index`,
    );
  }

  /** The one index that a read by id goes to. */
  readTarget(name: string): EmbeddedIndex {
    const found = this.exact(dateMath(name));
    const [only] = found;
    if (only === undefined) throw indexNotFound(name);
    if (found.length === 1) return only;
    const names = found.map((index) => index.name).sort();
    throw new EngineError({
      type: 'illegal_argument_exception',
      reason: `alias [${name}] has more than one index associated with it [${names.join(', ')}], can't execute a single index op`,
      status: 400,
    });
  }
}

/** A pattern with `*` as a regular expression over whole names. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's');
}

/** `<logs-{now/d}>` becomes `logs-2026.01.31`; other names stay. */
export function dateMath(name: string, now = new Date()): string {
  if (!name.startsWith('<') || !name.endsWith('>')) return name;
  return name
    .slice(1, -1)
    .replace(/\{(now[^{}]*)(?:\{([^{}|]+)(?:\|[^{}]*)?\})?\}/g, (_, math: string, format?: string) =>
      formatDate(applyMath(math, now), format ?? 'yyyy.MM.dd'),
    );
}

function applyMath(math: string, now: Date): Date {
  const date = new Date(now);
  for (const [, operator, amount, unit] of math.matchAll(/([+-/])(\d*)([yMwdhHms])/g)) {
    if (operator === '/') roundDown(date, unit ?? 'd');
    else shift(date, (operator === '-' ? -1 : 1) * Number(amount === '' ? 1 : amount), unit ?? 'd');
  }
  return date;
}

function shift(date: Date, by: number, unit: string): void {
  if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() + by);
  else if (unit === 'M') date.setUTCMonth(date.getUTCMonth() + by);
  else if (unit === 'w') date.setUTCDate(date.getUTCDate() + 7 * by);
  else if (unit === 'd') date.setUTCDate(date.getUTCDate() + by);
  else if (unit === 'm') date.setUTCMinutes(date.getUTCMinutes() + by);
  else if (unit === 's') date.setUTCSeconds(date.getUTCSeconds() + by);
  else date.setUTCHours(date.getUTCHours() + by);
}

function roundDown(date: Date, unit: string): void {
  date.setUTCMilliseconds(0);
  if (unit === 's') return;
  date.setUTCSeconds(0);
  if (unit === 'm') return;
  date.setUTCMinutes(0);
  if (unit === 'h' || unit === 'H') return;
  date.setUTCHours(0);
  if (unit === 'w') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (unit === 'M' || unit === 'y') date.setUTCDate(1);
  if (unit === 'y') date.setUTCMonth(0);
}

function formatDate(date: Date, format: string): string {
  const iso = date.toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    uuuu: iso.slice(0, 4),
    YYYY: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return format.replace(/yyyy|uuuu|YYYY|MM|dd|HH|mm|ss/g, (key) => parts[key] ?? key);
}
